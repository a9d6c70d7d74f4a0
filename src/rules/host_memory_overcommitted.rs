//! The services of a mode may together take more memory than the host has.
//!
//! # Why
//! A limit is a promise. Where the sum of the limits is more than the host's memory, the kernel
//! kills some process of some container when all of them use what they were promised.
//!
//! # Wrong
//! [host]
//! memory = "3 GiB"
//! cpus = 4
//!
//! # Right
//! [host]
//! memory = "16 GiB"
//! cpus = 4

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Adds up the limits of the services that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(host) = &stack.host else { return };
    let limited: Vec<_> = stack.active().filter_map(|c| c.resources.memory.as_ref().map(|limit| (c, limit))).collect();
    let sum = limited.iter().fold(Bytes::new(0), |sum, (_, limit)| sum.saturating_add(***limit));
    if sum <= *host.memory {
        return;
    }
    let terms: Vec<String> = limited.iter().map(|(c, limit)| format!("{} {}", c.service.as_str(), limit.human())).collect();
    let mut finding = report.at(&host.memory, format!("the services may take {}, the host has {}", sum.human(), host.memory.human()));
    let mut places: Vec<_> = limited.iter().map(|(_, limit)| limit.span()).collect();
    places.dedup();
    for (_, limit) in limited.iter().filter(|(_, limit)| matches!(limit.origin(), crate::origin::Origin::Written(_))) {
        if let Some(index) = places.iter().position(|place| *place == limit.span()) {
            places.remove(index);
            finding = finding.also(*limit, "counted");
        }
    }
    finding.help(format!("the limits are {}: lower some, or raise the host's memory", terms.join(" + ")));
}
