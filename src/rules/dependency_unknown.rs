//! A service depends on one that does not exist.
//!
//! # Why
//! Compose rejects the project: `depends on undefined service` (2.40.3, observed).
//!
//! # Wrong
//! [services.api]
//! depends_on = { wroker = "started" }
//!
//! # Right
//! [services.api]
//! depends_on = { worker = "started" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose rejects the project";

/// Looks up every dependency.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.containers() {
        for (name, dependency) in container.depends_on.iter().filter(|(name, _)| stack.container(name).is_none()) {
            let finding =
                report.at(&dependency.origin, format!("unknown service `{}` in `depends_on`", name.as_str())).in_key();
            let names: Vec<&str> = stack.containers().map(|container| container.service.as_str()).collect();
            match nearest(name.as_str(), names.iter().copied()) {
                Some(near) => finding
                    .help(format!("did you mean `{near}`?"))
                    .fix(Fix::suggested("use the name of the existing service").rename(&dependency.origin, near)),
                None => finding.help(format!("use one of these services: {}", names.join(", "))),
            };
        }
    }
}
