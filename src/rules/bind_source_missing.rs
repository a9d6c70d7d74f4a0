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

use crate::rule::prelude::*;
use camino::Utf8Path;

use crate::model::MountSource;
use crate::surroundings::Surroundings;

pub const SEVERITY: Severity = Warning;

/// Looks up each relative path of a build and of a mount, from the folder of the generated files; what is
/// below a missing folder is not named again.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for file in stack.compose_files.iter().filter(|file| surroundings.exists(&stack.output, file) == Some(false)) {
        report
            .at(file, format!("`{}`, as seen from the generated files, does not exist", **file))
            .help("make it, or take it out of the list: Compose refuses the project without it");
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
            report.at(&path, format!("`{}`, as seen from the generated files, does not exist", *path)).help(format!(
                "make it, or correct the path, which starts at the project's folder, `{}`; allow this where only \
                     the machine that runs the stack has it",
                stack.project_dir.as_str()
            ));
            reported.push(path.into_inner());
        }
    }
}
