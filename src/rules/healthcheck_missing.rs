//! A service has no health check.
//!
//! # Why
//! Without one, Docker knows only whether the process is running. A server that hangs still counts as running, no
//! other service can wait until it is ready, and nobody is alerted. A service that does one job and exits needs no
//! health check.
//!
//! # Wrong
//! # without services.api.healthcheck
//! [services.api]
//! command = ["api"]
//!
//! # Right
//! [services.api]
//! healthcheck = { command = ["api", "check"] }

use crate::input::Condition;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

pub const DEPENDS_ON: &[&str] = &[COMPONENTS, "modes"];

/// Looks for the check of each active additional service; all other services have one. If another service waits for it
/// to be healthy, that is already an error.
pub fn check(stack: &Stack, report: &mut Report) {
    let awaited = |one: &Container| {
        let dependencies = stack.containers().flat_map(|container| &container.depends_on);
        dependencies.into_iter().any(|(name, on)| *name == *one.service && on.condition == Condition::Healthy)
    };
    for service in stack.services().iter().filter(|service| service.container.active && service.health.is_none()) {
        let name = &service.container.service;
        if awaited(&service.container) || stack.is_job(service) {
            continue;
        }
        report.at(name, format!("`{}` has no health check", name.as_str())).help(
            "add `healthcheck = { command = [\"…\"] }` with a command that fails when the service does not work, or \
             allow this if the image defines a health check",
        );
    }
}
