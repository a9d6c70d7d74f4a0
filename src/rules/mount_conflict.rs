//! Two mounts at one place.
//!
//! # Why
//! Compose refuses a second mount at a place; and where a generated file is mounted, nothing else can
//! be.
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { volume = "one" }, target = "/data" }, { source = { volume = "two" }, target = "/data/" }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { volume = "one" }, target = "/one" }, { source = { volume = "two" }, target = "/two" }]

use crate::model::Mount;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose refuses the project";

/// Compares each mount with those before it and with the generated files.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.containers() {
        let tmpfs = &container.security.tmpfs;
        for (index, mount) in container.mounts.iter().enumerate() {
            let place = mount.target.as_str().trim_end_matches('/');
            let same = |other: &&Mount| other.target.as_str().trim_end_matches('/') == place;
            if let Some(other) = container.mounts.iter().take(index).find(same) {
                report
                    .at(
                        &mount.target,
                        format!("two mounts at `{place}` of the service `{}`", container.service.as_str()),
                    )
                    .also(&other.target, "the other one")
                    .help("give one of them another target");
            } else if let Some(folder) = tmpfs.iter().find(|folder| folder.as_str().trim_end_matches('/') == place) {
                report
                    .at(folder, format!("a folder in memory at `{place}`, where something is mounted"))
                    .also(&mount.target, "the mount")
                    .help("give one of them another target");
            } else if container.run.files.iter().any(|file| file.target == place) {
                report
                    .at(&mount.target, format!("a generated file is mounted at `{place}`"))
                    .help("give this mount another target");
            }
        }
    }
}
