//! The services of a mode may together take more memory than the host has.
//!
//! # Why
//! A limit is a promise. Where the sum of the limits is more than the host's memory, the kernel
//! kills some process of some container when all of them use what they were promised. Above 90 % of
//! it little is left for the system and its caches: that is a warning.
//!
//! # Wrong
//! [host]
//! memory = "7 GiB"
//! cpus = 4
//!
//! # Right
//! [host]
//! memory = "16 GiB"
//! cpus = 4

use crate::rule::prelude::*;

/// Its findings stop a build; near the bound they are warnings.
pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["host", COMPONENTS, "modes"];

/// Hundredths of the host's memory above which little is left for the host itself.
const NEARLY: u64 = 90;

/// Adds up the limits of the services that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(host) = &stack.host else { return };
    let limited: Vec<_> = stack.active().filter_map(|c| c.resources.memory.as_ref().map(|limit| (c, limit))).collect();
    let term = |sum: Sum, (c, limit): &(&Container, &At<Bytes>)| sum.plus(limit.get(), c.service.as_str());
    let sum = limited.iter().fold(Sum::of_sizes(), term);
    let nearly = host.memory.percent(NEARLY);
    if sum.total() <= nearly.get() || super::service_exceeds_host::any_memory(stack) {
        return;
    }
    let (total, memory) = sum.versus(host.memory.get());
    let over = sum.total() > host.memory.get();
    let message = if over {
        format!("the services may take {total}, the host has {memory}")
    } else {
        format!("the services may take {total}, more than {NEARLY} % of the host's {memory}")
    };
    report
        .at(&host.memory, message)
        .severity(if over { Error } else { Warning })
        .also_all(
            limited.iter().filter(|(_, limit)| limit.is_written()).map(|(_, limit)| (*limit, "counted".to_owned())),
        )
        .help("lower some of the limits, or raise the host's memory if there is more")
        .sum(sum.against(host.memory.get(), "the host's memory"));
}
