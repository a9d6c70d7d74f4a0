//! A memory limit is below Docker's minimum.
//!
//! # Why
//! Docker refuses to start the container: `Minimum memory limit allowed is 6MB` (20.10, observed).
//!
//! # Wrong
//! [services.api]
//! resources = { memory = "4 MiB" }
//!
//! # Right
//! [services.api]
//! resources = { memory = "64 MiB" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Docker refuses to start the container";

/// The smallest limit that Docker accepts.
const LEAST: Bytes = Bytes::mib(6);

/// Compares each limit with the minimum; all Redis nodes share one limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut reported = Vec::new();
    for container in stack.containers() {
        let Some(limit) = container.resources.memory.as_ref().filter(|limit| ***limit < LEAST) else { continue };
        if reported.contains(&limit.span()) {
            continue;
        }
        reported.push(limit.span());
        let name = container.service.as_str();
        report
            .at(
                limit,
                format!("`{name}` has a memory limit of {}, but Docker's minimum is {}", limit.human(), LEAST.human()),
            )
            .help("raise the limit");
    }
}
