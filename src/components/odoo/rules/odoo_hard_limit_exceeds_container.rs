//! A process of Odoo may grow beyond its container.
//!
//! # Why
//! At `limit_memory_hard` an allocation of the process fails and Odoo recovers; at the limit of the
//! container the kernel kills the process, in the middle of a request. With the first above the second
//! only the kill is left.
//!
//! # Wrong
//! [odoo]
//! resources = { cpus = 2, memory = "2 GiB" }
//!
//! # Right
//! [odoo]
//! resources = { cpus = 2, memory = "2 GiB" }
//! [odoo.options]
//! limit_memory_soft = "1536 MiB"
//! limit_memory_hard = "2 GiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the hard limit of a process with that of the container.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let (Some(limit), Some(hard)) = (&odoo.container.resources.memory, odoo.number("limit_memory_hard")) else {
        return;
    };
    if *hard <= limit.get() {
        return;
    }
    report
        .at(&hard, format!("one process may take {}, the container has {}", Bytes::new(*hard).human(), limit.human()))
        .also(limit, "the container's limit")
        .help("lower limit_memory_hard (and limit_memory_soft below it), or raise the container's limit");
}
