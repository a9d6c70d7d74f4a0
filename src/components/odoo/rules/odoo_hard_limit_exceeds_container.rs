//! `limit_memory_hard` exceeds the memory limit of the container.
//!
//! # Why
//! When a process reaches `limit_memory_hard`, an allocation fails and Odoo recovers. When it reaches the
//! container's memory limit, the kernel kills it in the middle of a request. If `limit_memory_hard` is above the
//! container's limit, the kernel always acts first.
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
        .at(
            &hard,
            format!(
                "a process may take {}, but its container is limited to {}",
                Bytes::new(*hard).human(),
                limit.human()
            ),
        )
        .also(limit, "the container's limit")
        .help("lower `limit_memory_hard` (and `limit_memory_soft` below it), or raise the container's limit");
}
