//! A service can write to the volume of a server.
//!
//! # Why
//! The files in the volume belong to one server, which does not expect another container to change them. A backup
//! only reads the files, so it can mount the volume read-only.
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { volume = "postgres_data" }, target = "/backup" }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { volume = "postgres_data" }, target = "/backup", read_only = true }]

use super::volume_of_two_servers::{of_servers, volume};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at what services under `[services]` mount with write access.
pub fn check(stack: &Stack, report: &mut Report) {
    let servers: Vec<_> = of_servers(stack).collect();
    for container in stack.services().iter().map(|service| &service.container) {
        for mount in container.mounts.iter().filter(|mount| !*mount.read_only) {
            let Some(name) = volume(mount) else { continue };
            let Some((server, of)) = servers.iter().find(|(_, of)| ***of == **name) else { continue };
            let (this, that) = (container.service.as_str(), server.service.as_str());
            report
                .at(name, format!("`{this}` can write to the volume of `{that}`"))
                .also(*of, "the server's volume")
                .help("mount it with `read_only = true`, or use another volume")
                .fix(Fix::suggested("mount it read-only").set(&mount.read_only, "read_only", true));
        }
    }
}
