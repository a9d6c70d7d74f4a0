//! All processes at their soft limit exceed the container's memory.
//!
//! # Why
//! Odoo replaces a worker that exceeds `limit_memory_soft`. If all processes together reach the container's memory
//! limit before that, the kernel kills one of them first. Odoo's limits count virtual memory, of which a process
//! uses only a part. The sum is therefore an upper bound, and exceeding the container's limit can be a deliberate
//! choice.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 2
//! max_cron_threads = 1
//! db_maxconn = 20
//! limit_memory_soft = "2 GiB"
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 2
//! max_cron_threads = 1
//! db_maxconn = 20
//! limit_memory_soft = "1 GiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// Compares the soft limits of all processes with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let (Some(limit), Some(soft)) = (&odoo.container.resources.memory, odoo.number("limit_memory_soft")) else {
        return;
    };
    let processes = odoo.processes();
    let sum = Sum::of_sizes().plus(
        processes.saturating_mul(*soft),
        format!("{} x limit_memory_soft {}", counted(processes, "process"), Bytes::new(*soft).human()),
    );
    // Other rules report these mistakes.
    let hard_alone = odoo.number("limit_memory_hard").is_some_and(|hard| *hard > limit.get() || *soft > *hard);
    let too_small = processes.saturating_mul(super::odoo_memory_below_estimate::EACH.get()) > limit.get();
    if sum.total() <= limit.get() || hard_alone || too_small {
        return;
    }
    let (total, bound) = sum.versus(limit.get());
    report
        .at(
            &soft,
            format!(
                "{} may take {total} at the soft limit, but the container is limited to {bound}",
                counted(processes, "process")
            ),
        )
        .also(limit, "the container's limit")
        .also_all([(&odoo.workers(), "part of the sum".to_owned())])
        .help("lower `limit_memory_soft`, or allow this finding: the sum is an upper bound")
        .sum(sum.against(limit.get(), "the container's limit"));
}
