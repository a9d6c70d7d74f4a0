//! No replica answers after a failover.
//!
//! # Why
//! After a failover `parallel_syncs` replicas at a time load the new master's data, and serve nothing
//! until they have it. With as many as there are replicas, none serves in the meantime.
//!
//! # Wrong
//! [redis.sentinel]
//! parallel_syncs = 2
//!
//! # Right
//! [redis.sentinel]
//! parallel_syncs = 1

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares parallel_syncs with the replicas that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    let replicas = redis.active_replicas().count();
    let syncs = *sentinel.parallel_syncs;
    if replicas > 1 && usize::try_from(syncs).is_ok_and(|syncs| syncs >= replicas) {
        report
            .at(&sentinel.parallel_syncs, format!("{syncs} of {replicas} replicas resynchronise at the same time"))
            .help("use 1: the others keep serving")
            .fix(Fix::safe("let one resynchronise at a time").set(&sentinel.parallel_syncs, "parallel_syncs", 1_u32));
    }
}
