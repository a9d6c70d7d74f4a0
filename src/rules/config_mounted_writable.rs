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
use camino::Utf8Path;

use crate::stack::{GENERATED_MOUNTS, MountSource};

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Folders of generated files, below that of the Compose file.
const GENERATED: [&str; 3] = ["odoo", "redis", "postgres"];

/// Whether a path of the host is a generated file, or a folder with generated files in it.
fn is_generated(path: &str) -> bool {
    let parts: Vec<&str> = path.strip_prefix("./").unwrap_or(path).split('/').collect();
    let file = matches!(Utf8Path::new(path).extension(), Some("conf" | "sh"));
    match parts.as_slice() {
        ["." | "services"] | ["services", _] => true,
        ["services", _, _] => file,
        [folder] => GENERATED.contains(folder),
        [folder, _] => file && GENERATED.contains(folder),
        _ => false,
    }
}

/// Looks at writable mounts above a generated file, in the container or on the host.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        for mount in container.mounts.iter().filter(|mount| !*mount.read_only) {
            let target = mount.target.as_str().trim_end_matches('/');
            let above = |file: &&&str| file.strip_prefix(target).is_some_and(|rest| rest.starts_with('/'));
            let generated = match &mount.source {
                MountSource::Bind(path) => is_generated(path),
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
