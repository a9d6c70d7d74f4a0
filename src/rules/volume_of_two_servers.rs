//! Two servers keep their data in the same volume.
//!
//! # Why
//! PostgreSQL, Odoo, each Redis node and each sentinel expect a volume of their own. Two servers in one volume
//! destroy each other's data, or refuse to start because of files that they do not know. Two Redis nodes in one
//! volume load each other's dump.
//!
//! # Wrong
//! [odoo]
//! volume = "postgres_data"
//!
//! # Right
//! [odoo]
//! volume = "odoo_data"

use crate::model::{Mount, MountSource};
use crate::rule::prelude::*;
use crate::units::VolumeName;

pub const SEVERITY: Severity = Error;

/// The data volumes of the servers, each with its container. Those that services under `[services]` mount are left out.
pub(super) fn of_servers(stack: &Stack) -> impl Iterator<Item = (&Container, &At<VolumeName>)> {
    let further =
        |container: &Container| stack.services().iter().any(|one| *one.container.service == *container.service);
    let servers = stack.containers().filter(move |container| !further(container));
    servers.flat_map(|container| container.mounts.iter().filter_map(move |mount| Some((container, volume(mount)?))))
}

/// The volume of a mount.
pub(super) fn volume(mount: &Mount) -> Option<&At<VolumeName>> {
    match &mount.source {
        MountSource::Volume(name) => Some(name),
        MountSource::Bind(_) => None,
    }
}

/// Compares each volume with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut known: Vec<(&Container, &At<VolumeName>)> = Vec::new();
    for (container, volume) in of_servers(stack) {
        let other = known.iter().find(|(of, name)| *of.service != *container.service && ***name == **volume);
        if let Some((of, name)) = other {
            let (this, that) = (container.service.as_str(), of.service.as_str());
            report
                .at(volume, format!("`{this}` and `{that}` keep their data in the same volume, `{}`", volume.as_str()))
                .also(*name, format!("`{that}`").as_str())
                .help("give each of them its own volume");
        }
        known.push((container, volume));
    }
}
