//! Two mounts of a service have the same target.
//!
//! # Why
//! Compose rejects a project in which two mounts of a service have the same target. Generated files are
//! bind-mounted too, so their targets are not available for other mounts.
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

pub const REFUSED_BY: &str = "Compose rejects the project";

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
                        format!(
                            "the service `{}` has two mounts with the target `{place}`",
                            container.service.as_str()
                        ),
                    )
                    .also(&other.target, "the other mount")
                    .help("change the target of one of the mounts");
            } else if let Some(folder) = tmpfs.iter().find(|folder| folder.as_str().trim_end_matches('/') == place) {
                report
                    .at(folder, format!("a tmpfs at `{place}`, which is already the target of a mount"))
                    .also(&mount.target, "the mount")
                    .help("change the target of the mount or of the tmpfs");
            } else if container.run.files.iter().any(|file| file.target == place) {
                report
                    .at(&mount.target, format!("a generated file is already mounted at `{place}`"))
                    .help("change the target of this mount");
            }
        }
    }
}
