//! A folder of the host that is not there.
//!
//! # Why
//! The generated files have `create_host_path: false`, so Docker refuses to start the container: `bind
//! source path does not exist` (20.10, observed). Without it an empty folder of root's would be made in
//! its place. Only relative paths are looked up: an absolute one belongs to the machine that runs the
//! stack.
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { bind = "./missing" }, target = "/data", read_only = true }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { bind = "./there" }, target = "/data", read_only = true }]

use super::prelude::*;
use crate::stack::MountSource;
use crate::surroundings::Surroundings;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Looks up each relative path of a mount and of a build, from the folder of the generated files.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for container in stack.active() {
        let mounted = container.mounts.iter().filter_map(|mount| match &mount.source {
            MountSource::Bind(path) => Some(path.clone()),
            MountSource::Volume(_) => None,
        });
        let built = container.build.as_ref().map(|build| build.map(|path| path.from_project(&stack.project_dir)));
        let mut reported: Vec<String> = Vec::new();
        for path in mounted.chain(built).filter(|path| !path.starts_with('/')) {
            if reported.contains(&path) || surroundings.exists(&stack.output, &path) != Some(false) {
                continue;
            }
            report
                .at(&path, format!("`{}`, as seen from the generated files, does not exist", *path))
                .also(&stack.project_dir, "relative paths start here")
                .help(
                    "make it, correct the path, or allow this where it exists on the machine that runs the stack alone",
                );
            reported.push(path.into_inner());
        }
    }
}
