//! PostgreSQL may take more memory than its container has.
//!
//! # Why
//! Each connection may use `work_mem` for a sort, and a large query may use it several times. Each autovacuum
//! worker uses `autovacuum_work_mem`, or `maintenance_work_mem` if that is not set. The shared buffers are always
//! allocated. Above the container's memory limit, the kernel kills a process of the server. PostgreSQL then
//! restarts and recovers, and every connection is lost.
//!
//! The sum counts `work_mem` once per connection, which is the minimum. A sum below the limit does not prove that
//! the limit is high enough.
//!
//! # Wrong
//! [postgres.settings]
//! max_connections = 200
//! work_mem = "8 MiB"
//!
//! # Right
//! [postgres.settings]
//! max_connections = 100
//! work_mem = "4 MiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

pub const DEPENDS_ON: &[&str] = &["postgres.settings"];

/// Adds up what the server may take.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    let Some(limit) = postgres.container().and_then(|container| container.resources.memory.as_ref()) else { return };
    let number = |name| postgres.number(name);
    let of_vacuum =
        if number("autovacuum_work_mem").is_some() { "autovacuum_work_mem" } else { "maintenance_work_mem" };
    let (Some(buffers), Some(connections), Some(work), Some(vacuums), Some(maintenance)) = (
        number("shared_buffers"),
        number("max_connections"),
        number("work_mem"),
        number("autovacuum_max_workers"),
        number(of_vacuum),
    ) else {
        return;
    };
    let sum = Sum::of_sizes()
        .plus(*buffers, "shared_buffers")
        .plus(
            connections.saturating_mul(*work),
            format!("max_connections {} x work_mem {}", *connections, Bytes::new(*work).human()),
        )
        .plus(
            vacuums.saturating_mul(*maintenance),
            format!("autovacuum_max_workers {} x {of_vacuum} {}", *vacuums, Bytes::new(*maintenance).human()),
        );
    if sum.total() <= limit.get() || super::shared_buffers_exceed_limit::fills(stack) {
        return;
    }
    let (total, bound) = sum.versus(limit.get());
    let terms = [&buffers, &connections, &work, &vacuums, &maintenance];
    report
        .at(limit, format!("PostgreSQL may take {total}, but its container is limited to {bound}"))
        .here(limit, "the container's limit")
        .also_all(terms.into_iter().filter(|term| term.is_written()).map(|term| (term, "part of the sum".to_owned())))
        .help("raise the container's limit, or lower `max_connections` or `work_mem`")
        .sum(sum.against(limit.get(), "the container's limit"));
}
