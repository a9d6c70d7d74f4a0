//! A service writes into the volume of a server.
//!
//! # Why
//! The files in it are those of one server: what another container changes there, it does not expect. A backup reads them,
//! and can mount the volume read-only.
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

/// Looks at what further services mount to write.
pub fn check(stack: &Stack, report: &mut Report) {
    let servers: Vec<_> = of_servers(stack).collect();
    for container in stack.services().iter().map(|service| &service.container) {
        for mount in container.mounts.iter().filter(|mount| !*mount.read_only) {
            let Some(name) = volume(mount) else { continue };
            let Some((server, of)) = servers.iter().find(|(_, of)| ***of == **name) else { continue };
            let (this, that) = (container.service.as_str(), server.service.as_str());
            report
                .at(name, format!("`{this}` may write into the volume of `{that}`"))
                .also(*of, "its volume")
                .help("mount it with `read_only = true`, or take another volume")
                .fix(Fix::suggested("read only").set(&mount.read_only, "read_only", true));
        }
    }
}
