//! The quorum needs every sentinel.
//!
//! # Why
//! If the quorum equals the number of sentinels, the loss of a single sentinel prevents every failover: the others
//! can never agree that the master is down. Use the majority: every failover needs the votes of a majority in any
//! case (redis 7.0.15, sentinel.c).
//!
//! # Wrong
//! [redis.sentinel]
//! count = 3
//! quorum = 3
//!
//! # Right
//! [redis.sentinel]
//! count = 3
//! quorum = 2

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the quorum with the number of sentinels.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    if *sentinel.count > 2 && *sentinel.quorum == *sentinel.count {
        report
            .at(
                &sentinel.quorum,
                format!(
                    "the quorum needs all {}: with one down, no failover can start",
                    counted(*sentinel.count, "sentinel")
                ),
            )
            .also(&sentinel.count, "number of sentinels")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(Fix::suggested("use the majority").set(&sentinel.quorum, "quorum", sentinel.majority()));
    }
}
