//! The container has less memory than Odoo is expected to use.
//!
//! # Why
//! Odoo's deployment guide estimates 150 MB for four fifths of the processes and 1 GB for the remaining fifth.
//! That is 0.8 x 150 + 0.2 x 1024 MiB per process on average. With less memory, the kernel kills processes during
//! busy hours.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 10
//! max_cron_threads = 2
//! db_maxconn = 7
//! [odoo.resources]
//! cpus = 5
//! memory = "4 GiB"
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 4
//! max_cron_threads = 2
//! db_maxconn = 12
//! [odoo.resources]
//! cpus = 2
//! memory = "4 GiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// The memory that four fifths of the processes are expected to use, in MiB.
const LIGHT: u64 = 150;
/// The memory that one fifth of the processes is expected to use, in MiB.
const HEAVY: u64 = 1024;
/// Both together for one process: 324.8 MiB.
pub(super) const EACH: Bytes = Bytes::new(((LIGHT * 8 + HEAVY * 2) * 1024 * 1024).div_ceil(10));

/// Compares the estimate with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let Some(limit) = &odoo.container.resources.memory else { return };
    let (processes, workers) = (odoo.processes(), odoo.workers());
    let sum = Sum::of_sizes().plus(
        processes.saturating_mul(EACH.get()),
        format!(
            "{processes} {} x (0.8 x {LIGHT} MiB + 0.2 x {HEAVY} MiB)",
            if processes == 1 { "process" } else { "processes" }
        ),
    );
    if sum.total() <= limit.get() {
        return;
    }
    let enough = Bytes::new(sum.total()).whole_mib();
    // If its processes are replaced later than that, another rule reports the limit.
    let soft = odoo.number("limit_memory_soft").map_or(0, |soft| *soft);
    let fits = processes.saturating_mul(soft) <= enough.get();
    let (total, bound) = sum.versus(limit.get());
    report
        .at(
            limit,
            if processes == 1 {
                format!("Odoo is expected to use {total}, but its container is limited to {bound}")
            } else {
                format!(
                    "{processes} processes of Odoo are expected to use {total}, but the container is limited to {bound}"
                )
            },
        )
        .also_all(
            [&workers, &odoo.cron_threads()]
                .into_iter()
                .filter(|term| term.is_written())
                .map(|term| (term, "part of the sum".to_owned())),
        )
        .help(format!(
            "raise the limit to {}{}",
            enough.human(),
            if *workers == 0 { "" } else { ", or use fewer workers" }
        ))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(fits.then(|| Fix::suggested("raise the limit").set(limit, "memory", enough)));
}
