//! The Sentinel quorum is not a majority.
//!
//! # Why
//! If the quorum is at most half of the sentinels, fewer than a majority can declare the master down. A majority
//! must still authorise the failover, so those few sentinels only start attempts that fail.
//!
//! # Wrong
//! [redis.sentinel]
//! count = 5
//! quorum = 2
//!
//! # Right
//! [redis.sentinel]
//! count = 5
//! quorum = 3

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the quorum with the majority.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    if *sentinel.quorum > 0 && *sentinel.quorum < sentinel.majority() {
        report
            .at(
                &sentinel.quorum,
                format!(
                    "a quorum of {} is not a majority of {}",
                    *sentinel.quorum,
                    counted(*sentinel.count, "sentinel")
                ),
            )
            .also(&sentinel.count, "number of sentinels")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(Fix::safe("use the majority").set(&sentinel.quorum, "quorum", sentinel.majority()));
    }
}
