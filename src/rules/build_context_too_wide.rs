//! A build context that holds the generated files.
//!
//! # Why
//! All of the context goes to the builder, and a `COPY . .` puts it into the image: with the folder of the
//! project that is `generated/.env` with the passwords, and every secret file beside it. Whoever pulls the
//! image can read them.
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

/// Its findings are warnings: a `.dockerignore` can leave the files out.
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
        report
            .at(build, format!("the build context of `{name}` holds the generated files, and `.env` with them"))
            .help(
                "give the Dockerfile a folder of its own, or allow this where a `.dockerignore` leaves them out (the \
                 folder of the generated files, and every file of a secret)",
            );
    }
}
