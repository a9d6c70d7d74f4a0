//! The Sentinel quorum can never be reached.
//!
//! # Why
//! `quorum` sentinels must agree that the master is down. With a quorum of more sentinels than run,
//! or of 0, which Sentinel refuses to start with, no failover ever happens
//! (redis-sentinel 7.0.15, observed: +sdown only, no failover).
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
            .at(&sentinel.quorum, "a quorum of 0 is refused by Sentinel")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(majority);
    } else if *sentinel.quorum > *sentinel.count {
        report
            .at(
                &sentinel.quorum,
                format!(
                    "a quorum of {} cannot be reached by {}",
                    *sentinel.quorum,
                    counted(*sentinel.count, "sentinel")
                ),
            )
            .also(&sentinel.count, "sentinels counted here")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(majority);
    }
}
