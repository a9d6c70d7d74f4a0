//! The Sentinel quorum can never be reached.
//!
//! # Why
//! `quorum` sentinels must agree that the master is down. If the quorum is larger than the number of sentinels, no
//! failover ever happens (redis-sentinel 7.0.15, observed: +sdown only, no failover). With a quorum of 0, Sentinel
//! does not start.
//!
//! # Wrong
//! [redis.sentinel]
//! count = 3
//! quorum = 4
//!
//! # Right
//! [redis.sentinel]
//! count = 3
//! quorum = 2

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the quorum with the sentinels that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let majority = Fix::safe("use the majority").set(&sentinel.quorum, "quorum", sentinel.majority());
    if *sentinel.quorum == 0 {
        report
            .at(&sentinel.quorum, "Sentinel does not start with a quorum of 0")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(majority);
    } else if *sentinel.quorum > *sentinel.count {
        report
            .at(
                &sentinel.quorum,
                format!(
                    "a quorum of {} cannot be reached with {}",
                    *sentinel.quorum,
                    counted(*sentinel.count, "sentinel")
                ),
            )
            .also(&sentinel.count, "number of sentinels")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(majority);
    }
}
