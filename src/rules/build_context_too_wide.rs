//! A build context contains the generated files.
//!
//! # Why
//! The whole build context is sent to the builder, and a `COPY . .` copies it into the image. If the context is
//! the project folder, it includes `generated/.env` with the passwords, and every secret file next to it. Anyone
//! who can pull the image can read them.
//!
//! # Wrong
//! [services.site]
//! build = "."
//! healthcheck = { command = ["site", "check"] }
//! resources = { memory = "64 MiB" }
//!
//! # Right
//! [services.site]
//! build = "./site"
//! healthcheck = { command = ["site", "check"] }
//! resources = { memory = "64 MiB" }

use crate::rule::prelude::*;
use crate::surroundings::Surroundings;

/// Its findings are warnings: a `.dockerignore` can exclude the files.
pub const SEVERITY: Severity = Warning;

/// Looks for a context that is the folder of the generated files, or above it.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for container in stack.containers() {
        let Some(build) = &container.build else { continue };
        let seen = build.from_project(&stack.project_dir);
        let above = seen.split('/').all(|part| ["", ".", ".."].contains(&part));
        if !above && surroundings.holds_output(&stack.output, &seen) != Some(true) {
            continue;
        }
        let name = container.service.as_str();
        report.at(build, format!("the build context of `{name}` contains the generated files, including `.env`")).help(
            "move the Dockerfile and its context to a separate folder, or allow this if a `.dockerignore` excludes \
             the folder of the generated files and every secret file",
        );
    }
}
