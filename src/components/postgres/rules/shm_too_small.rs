//! `/dev/shm` is too small for parallel queries.
//!
//! # Why
//! A parallel hash join shares its table in /dev/shm. With Docker's default of 64 MiB it fails:
//! `could not resize shared memory segment: No space left on device` (PostgreSQL 15, observed with a tmpfs of 64
//! MB). The reference that this rule follows recommends 256 MiB; larger sizes were not measured.
//!
//! # Wrong
//! [postgres]
//! shm_size = "64 MiB"
//!
//! # Right
//! [postgres]
//! shm_size = "256 MiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Enough for the usual work_mem and number of parallel workers.
const LEAST: Bytes = Bytes::mib(256);

/// Compares the size with the least, unless no query runs in parallel.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    let none = |name| postgres.number(name).is_some_and(|number| *number == 0);
    let parallel = !none("max_parallel_workers") && !none("max_parallel_workers_per_gather");
    if postgres.container().is_none() || !parallel || *postgres.shm_size >= LEAST {
        return;
    }
    let size = postgres.shm_size.human();
    report
        .at(
            &postgres.shm_size,
            format!(
                "parallel queries may fail with {size} of shared memory: at least {} is recommended",
                LEAST.human()
            ),
        )
        .help(format!("use {}, or set `max_parallel_workers_per_gather = 0`", LEAST.human()))
        .fix(Fix::safe("use the recommended size").set(&postgres.shm_size, "shm_size", "256 MiB"));
}
