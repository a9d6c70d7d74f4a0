//! There are too few sentinels to tolerate the loss of one.
//!
//! # Why
//! A majority of all sentinels must authorise a failover, and sentinels that are down count towards the total. If
//! one of two is down, the other is not a majority: the failover is aborted (redis-sentinel 7.0.15, observed).
//!
//! # Wrong
//! [redis.sentinel]
//! count = 2
//! quorum = 2
//!
//! # Right
//! [redis.sentinel]
//! count = 3
//! quorum = 2

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Fewer do not survive the loss of one.
const LEAST: u32 = 3;

/// Counts the sentinels that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    if *sentinel.count < LEAST {
        report
            .at(
                &sentinel.count,
                if *sentinel.count == 1 {
                    "with a single sentinel, its loss prevents every failover".to_owned()
                } else {
                    format!("with {}, the loss of one leaves no majority", counted(*sentinel.count, "sentinel"))
                },
            )
            .help(format!("use at least {LEAST} sentinels, so that one of them can be down"));
    }
}
