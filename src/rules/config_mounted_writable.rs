//! A container can rewrite its generated configuration.
//!
//! # Why
//! Generated files are mounted read-only. A writable mount of a folder above one of them lets the
//! container put files beside it, and a writable mount of the folder they are generated into lets it
//! rewrite them: what runs is then not what the input says.
//!
//! # Wrong
//! [odoo]
//! volumes = [{ source = { bind = "./config" }, target = "/etc/odoo" }]
//!
//! # Right
//! [odoo]
//! volumes = [{ source = { bind = "./config" }, target = "/etc/odoo", read_only = true }]

use super::prelude::*;
use crate::stack::{GENERATED_MOUNTS, MountSource};

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Folders of generated files, below that of the Compose file.
const GENERATED: [&str; 3] = ["odoo", "redis", "postgres"];

/// Looks at writable mounts above a generated file, in the container or on the host.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        for mount in container.mounts.iter().filter(|mount| !*mount.read_only) {
            let target = mount.target.as_str().trim_end_matches('/');
            let above = |file: &&&str| file.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'));
            let generated = match &mount.source {
                MountSource::Bind(path) => {
                    let path = path.strip_prefix("./").unwrap_or(path);
                    path == "." || GENERATED.contains(&path.split('/').next().unwrap_or_default())
                }
                MountSource::Volume(_) => false,
            };
            let message = if let Some(file) = GENERATED_MOUNTS.iter().find(above) {
                format!("`{}` can write beside the generated `{file}`", container.service.as_str())
            } else if generated {
                format!("`{}` can write into the generated files", container.service.as_str())
            } else {
                continue;
            };
            report
                .at(&mount.source.origin(), message)
                .also_all([(&mount.read_only, "writable".to_owned())])
                .help("set `read_only = true`, or mount another folder")
                .fix(Fix::suggested("mount it read-only").set(&mount.read_only, "read_only", true));
        }
    }
}
