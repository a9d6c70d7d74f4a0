//! The limit of a service exceeds the capacity of the host.
//!
//! # Why
//! Docker refuses to start a container with more CPUs than the host has: `Range of CPUs is from 0.01 to 2.00, as
//! there are only 2 CPUs available` (20.10, observed). A memory limit above the memory of the host has no effect.
//!
//! # Wrong
//! [odoo]
//! resources = { cpus = 9, memory = "4 GiB" }
//!
//! # Right
//! [odoo]
//! resources = { cpus = 4, memory = "4 GiB" }

use crate::rule::prelude::*;
use crate::units::Cpus;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Docker refuses to start a container with more CPUs than the host has";

fn exceeds_cpus<'c>(stack: &Stack, container: &'c Container) -> Option<&'c At<Cpus>> {
    let host = stack.host.as_ref()?;
    container.resources.cpus.as_ref().filter(|cpus| ***cpus > *host.cpus)
}

fn exceeds_memory<'c>(stack: &Stack, container: &'c Container) -> Option<&'c At<Bytes>> {
    let host = stack.host.as_ref()?;
    container.resources.memory.as_ref().filter(|memory| ***memory > *host.memory)
}

/// Whether one service alone exceeds the CPUs: then their sum is not reported as well.
pub(super) fn any_cpus(stack: &Stack) -> bool {
    stack.active().any(|one| exceeds_cpus(stack, one).is_some())
}

/// Whether one service alone exceeds the memory: then their sum is not reported as well.
pub(super) fn any_memory(stack: &Stack) -> bool {
    stack.active().any(|one| exceeds_memory(stack, one).is_some())
}

/// Compares the limits of each active service with the host; all Redis nodes share one table.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(host) = &stack.host else { return };
    let mut reported = Vec::new();
    for container in stack.active() {
        let name = container.service.as_str();
        if let Some(cpus) = exceeds_cpus(stack, container).filter(|limit| !reported.contains(&limit.span())) {
            reported.push(cpus.span());
            report
                .at(cpus, format!("`{name}` may use {}, but the host has {}", cpus.human(), host.cpus.human()))
                .also(&host.cpus, "the host's CPUs")
                .help("lower the limit: otherwise Docker refuses to start the container");
        }
        if let Some(memory) = exceeds_memory(stack, container).filter(|limit| !reported.contains(&limit.span())) {
            reported.push(memory.span());
            report
                .at(memory, format!("`{name}` may use {}, but the host has {}", memory.human(), host.memory.human()))
                .also(&host.memory, "the host's memory")
                .help("lower the limit");
        }
    }
}
