//! The CPU limits of the services together exceed the host's CPUs.
//!
//! # Why
//! CPU limits reserve nothing. Services that are all busy slow each other down: health checks time out, and
//! Sentinel may mistake a slow master for a failed one.
//!
//! # Wrong
//! [host]
//! memory = "16 GiB"
//! cpus = 2
//!
//! # Right
//! [host]
//! memory = "16 GiB"
//! cpus = 4

use crate::rule::prelude::*;
use crate::units::Cpus;

pub const SEVERITY: Severity = Warning;

pub const DEPENDS_ON: &[&str] = &["host", COMPONENTS, "modes"];

/// Adds up the limits of the services that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(host) = &stack.host else { return };
    let limited: Vec<_> = stack.active().filter_map(|c| c.resources.cpus.as_ref().map(|cpus| (c, cpus))).collect();
    let term = |sum: Sum, (c, cpus): &(&Container, &At<Cpus>)| sum.plus(cpus.get().into(), c.service.as_str());
    let sum = limited.iter().fold(Sum::of_cpus(), term);
    let bound = u64::from(host.cpus.get());
    if sum.total() <= bound || super::service_exceeds_host::any_cpus(stack) {
        return;
    }
    let (total, has) = sum.versus(bound);
    report
        .at(&host.cpus, format!("the services may use up to {total}, the host has {has}"))
        .also_all(
            limited.iter().filter(|(_, cpus)| cpus.is_written()).map(|(_, cpus)| (*cpus, "part of the sum".to_owned())),
        )
        .help("lower some of the limits, or allow this if the services are not busy at the same time")
        .sum(sum.against(bound, "the host's CPUs"));
}
