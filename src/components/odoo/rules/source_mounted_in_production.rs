//! A bind mount replaces the code of a built image.
//!
//! # Why
//! If the folder of a build is mounted over the code in the container, the container runs whatever is on the host
//! at that moment, not what was built, tested and scanned. During development this is intended: the rule reports
//! nothing in a mode whose name starts with `dev` or that sets `development = true`. A mount below `/etc` is
//! configuration and is not reported either.
//!
//! # Wrong
//! # without services.api.image
//! [services.api]
//! build = "./api"
//! volumes = [{ source = { bind = "./api" }, target = "/app" }]
//!
//! # Right
//! # without services.api.image
//! [services.api]
//! build = "./api"
//! [modes.production]
//! [modes.development.services.api]
//! volumes = [{ source = { bind = "./api" }, target = "/app" }]

use crate::model::MountSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks for the folder of a build, or one inside it, among the mounts.
pub fn check(stack: &Stack, report: &mut Report) {
    if stack.development {
        return;
    }
    for container in stack.active() {
        let Some(build) = &container.build else { continue };
        let context = build.from_project(&stack.project_dir);
        for mount in container.mounts.iter().filter(|mount| !mount.target.as_str().starts_with("/etc/")) {
            let MountSource::Bind(path) = &mount.source else { continue };
            let inside =
                path.strip_prefix(context.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if !inside {
                continue;
            }
            report
                .at(
                    path,
                    format!("`{}` runs the code on the host, not the code in its image", container.service.as_str()),
                )
                .also(build, "built from this folder")
                .help("mount it only in a development mode: `[modes.development.services.…]`");
        }
    }
}
