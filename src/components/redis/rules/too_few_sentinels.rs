//! Too few sentinels to lose one.
//!
//! # Why
//! A majority of all sentinels, dead ones included, must authorise a failover. Of two, one that is
//! left is no majority: the failover is aborted (redis-sentinel 7.0.15, observed).
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
                    "one sentinel is no majority when it is lost".to_owned()
                } else {
                    format!("with {} the loss of one leaves no majority", counted(*sentinel.count, "sentinel"))
                },
            )
            .help(format!("use {LEAST}: the fewest of which one can be lost"));
    }
}
