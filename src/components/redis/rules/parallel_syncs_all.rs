//! All replicas resynchronise at once after a failover.
//!
//! # Why
//! After a failover, `parallel_syncs` replicas at a time load the data of the new master, and a replica serves no
//! requests until it has loaded them. If `parallel_syncs` is at least the number of replicas, no replica answers
//! in the meantime.
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
            .at(
                &sentinel.parallel_syncs,
                format!("`parallel_syncs` is {syncs}: all {replicas} replicas resynchronise at the same time"),
            )
            .help("use 1: the other replicas keep serving")
            .fix(Fix::safe("resynchronise one replica at a time").set(
                &sentinel.parallel_syncs,
                "parallel_syncs",
                1_u32,
            ));
    }
}
