//! The memory limits of the services together exceed the host's memory.
//!
//! # Why
//! Each service may use memory up to its limit. If the limits add up to more than the host's memory and all
//! services reach them, the kernel kills a process in one of the containers. Above 90 % of the host's memory
//! little is left for the system and its caches, and the rule reports a warning.
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

/// Its findings stop a build; below the host's memory they are warnings.
pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["host", COMPONENTS, "modes"];

/// Percentage of the host's memory above which little is left for the host itself.
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
        format!("the services may use up to {total}, the host has {memory}")
    } else {
        format!("the services may use up to {total}, more than {NEARLY} % of the host's {memory}")
    };
    report
        .at(&host.memory, message)
        .severity(if over { Error } else { Warning })
        .also_all(
            limited
                .iter()
                .filter(|(_, limit)| limit.is_written())
                .map(|(_, limit)| (*limit, "part of the sum".to_owned())),
        )
        .help("lower some of the limits, or raise `host.memory` if the host has more")
        .sum(sum.against(host.memory.get(), "the host's memory"));
}
