//! An active service depends on an inactive one.
//!
//! # Why
//! Compose 2.40.3 rejects the project: the service depends on an undefined service, because no active profile
//! starts it.
//!
//! # Wrong
//! [services.api]
//! depends_on = { worker = "started" }
//! [services.worker]
//! profiles = ["tools"]
//!
//! # Right
//! [services.api]
//! profiles = ["tools"]
//! depends_on = { worker = "started" }
//! [services.worker]
//! profiles = ["tools"]

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose rejects the project";

/// Looks at the dependencies of every service that runs.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        for (name, dependency) in &container.depends_on {
            let Some(inactive) = stack.container(name).filter(|other| !other.active) else { continue };
            let message = format!(
                "`{}` depends on `{}`, which no active profile starts",
                container.service.as_str(),
                name.as_str()
            );
            let finding = report.at(&dependency.origin, message);
            let finding = match inactive.profiles.first() {
                Some(profile) => finding.also(profile, "runs in this profile"),
                None => finding,
            };
            finding.help("give both services the same profiles, or remove the dependency");
        }
    }
}
