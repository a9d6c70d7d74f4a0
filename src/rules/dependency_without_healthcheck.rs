//! A service waits for another one to be healthy that has no health check.
//!
//! # Why
//! Compose 2.40.3 stops at the start: the dependency has no health check configured. Whether its image
//! brings one does not stand in the input.
//!
//! # Wrong
//! # without services.worker.healthcheck
//! [services.api]
//! depends_on = { worker = "healthy" }
//!
//! # Right
//! [services.api]
//! depends_on = { worker = "healthy" }
//! [services.worker]
//! healthcheck = { command = ["worker", "check"] }

use crate::input::Condition;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks for the health check of every service that must be healthy.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.containers() {
        for (name, dependency) in container.depends_on.iter().filter(|(_, on)| on.condition == Condition::Healthy) {
            let target = stack.services().iter().find(|service| *service.container.service == *name);
            let Some(target) = target.filter(|service| service.health.is_none()) else { continue };
            let message = format!(
                "`{}` waits until `{}` is healthy, but that has no health check",
                container.service.as_str(),
                name.as_str()
            );
            report
                .at(&dependency.origin, message)
                .also(&target.container.service, "no health check here")
                .help("give it a health check, wait for it to be `started`, or allow this where its image has one");
        }
    }
}
