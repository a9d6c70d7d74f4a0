//! A dependency that must be healthy has no health check.
//!
//! # Why
//! Compose 2.40.3 fails at the start: the dependency has no health check configured. Its image may define one, but
//! the input does not show whether it does.
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
                "`{0}` waits until `{1}` is healthy, but `{1}` has no health check",
                container.service.as_str(),
                name.as_str()
            );
            report.at(&dependency.origin, message).also(&target.container.service, "has no health check").help(
                "add a health check, use the condition `started`, or allow this if the image defines a health check",
            );
        }
    }
}
