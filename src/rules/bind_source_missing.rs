//! A file or folder on the host does not exist.
//!
//! # Why
//! The generated Compose files set `create_host_path: false`. If the source of a bind mount is missing, Docker
//! refuses to start the container: `bind source path does not exist` (20.10, observed). Without this setting Docker
//! would create an empty folder, owned by root, in its place.
//!
//! The rule checks bind mounts, build contexts, add-on folders and `compose_files`. Except in `compose_files`, it
//! checks relative paths only: an absolute path belongs to the machine that runs the stack.
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { bind = "./missing" }, target = "/data", read_only = true }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { bind = "./there" }, target = "/data", read_only = true }]

use crate::rule::prelude::*;
use camino::Utf8Path;

use crate::model::MountSource;
use crate::surroundings::Surroundings;

pub const SEVERITY: Severity = Warning;

/// Looks up each relative path of a build and of a mount, from the folder of the generated files. Paths below a
/// missing folder are not reported again.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for file in stack.compose_files.iter().filter(|file| surroundings.exists(&stack.output, file) == Some(false)) {
        report
            .at(file, format!("`{}` does not exist (as seen from the generated files)", **file))
            .help("create it, or remove it from `compose_files`: Compose rejects the project without it");
    }
    for container in stack.active() {
        let mounted = container.mounts.iter().filter_map(|mount| match &mount.source {
            MountSource::Bind(path) => Some(path.clone()),
            MountSource::Volume(_) => None,
        });
        let built = container.build.as_ref().map(|build| build.map(|path| path.from_project(&stack.project_dir)));
        let of_odoo = container.service.as_str() == stack.odoo().container.service.as_str();
        let addons = stack.odoo().addons.iter().filter(|_| of_odoo).cloned();
        let mut reported: Vec<String> = Vec::new();
        for path in built.into_iter().chain(mounted).chain(addons).filter(|path| !path.starts_with('/')) {
            let known = |missing: &String| Utf8Path::new(path.as_str()).starts_with(missing);
            if reported.iter().any(known) || surroundings.exists(&stack.output, &path) != Some(false) {
                continue;
            }
            report.at(&path, format!("`{}` does not exist (as seen from the generated files)", *path)).help(format!(
                "create it, or correct the path, which is relative to the project folder `{}`; allow this if the path \
                 exists only on the machine that runs the stack",
                stack.project_dir.as_str()
            ));
            reported.push(path.into_inner());
        }
    }
}
