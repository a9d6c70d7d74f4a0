//! A container can overwrite its generated configuration.
//!
//! # Why
//! Generated files are mounted read-only. A writable mount of a folder above one of them still lets the container
//! create files next to it. A writable mount of the folder that the files are generated into lets the container
//! overwrite them. The running configuration then no longer matches the input.
//!
//! # Wrong
//! [odoo]
//! volumes = [{ source = { bind = "./config" }, target = "/etc/odoo" }]
//!
//! # Right
//! [odoo]
//! volumes = [{ source = { bind = "./config" }, target = "/etc/odoo", read_only = true }]

use crate::model::MountSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Generated files that no container reads.
const FILES: [&str; 2] = ["docker-compose.yml", ".env"];

/// The generated files, as the Compose file sees them.
fn files(stack: &Stack) -> Vec<&str> {
    let read = stack.containers().flat_map(|container| &container.run.files);
    FILES.into_iter().chain(read.map(|file| file.path.as_str())).collect()
}

/// Whether a path is one of the files, or a folder above one.
fn holds(path: &str, files: &[&str]) -> bool {
    let path = path.strip_prefix("./").unwrap_or(path);
    let above = |file: &&str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    path == "." || path.split('/').all(|part| part == "..") || files.iter().any(above)
}

/// Looks at writable mounts above a generated file, in the container or on the host.
pub fn check(stack: &Stack, report: &mut Report) {
    let files = files(stack);
    for container in stack.active() {
        for mount in container.mounts.iter().filter(|mount| !*mount.read_only) {
            let target = mount.target.as_str().trim_end_matches('/');
            let above = |file: &&str| file.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'));
            let generated = match &mount.source {
                MountSource::Bind(path) => holds(path, &files),
                MountSource::Volume(_) => false,
            };
            let message = if let Some(file) = container.run.files.iter().map(|file| file.target).find(above) {
                format!("`{}` can create files next to the generated `{file}`", container.service.as_str())
            } else if generated {
                format!("`{}` can overwrite the generated files", container.service.as_str())
            } else {
                continue;
            };
            report
                .at(&mount.source.origin(), message)
                .also_all([(&mount.read_only, "writable".to_owned())])
                .help("set `read_only = true`, or mount a different folder")
                .fix(Fix::suggested("mount it read-only").set(&mount.read_only, "read_only", true));
        }
    }
}
