//! A service without a health check.
//!
//! # Why
//! Docker then knows only whether the process runs: a server that hangs counts as well, nothing can
//! wait for it to be ready, and nobody is told. A service that does one piece of work and ends needs none.
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

/// Looks for the check of each further service that runs; the others have one. Where somebody waits
/// for it to be healthy, that is an error already.
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
        report
            .at(name, format!("`{}` has no health check", name.as_str()))
            .help("add `healthcheck = { command = [\"…\"] }`: a command that fails when the service does not work; or allow this where its image has one");
    }
}
