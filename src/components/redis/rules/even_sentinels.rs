//! An even number of sentinels.
//!
//! # Why
//! A majority of all sentinels, dead ones included, must authorise a failover. Of four that is three:
//! four tolerate the loss of one, as three do (redis-sentinel 7.0.15, observed: with two of four dead
//! there is no failover). The last one costs and brings nothing.
//!
//! # Wrong
//! [redis.sentinel]
//! count = 4
//! quorum = 3
//!
//! # Right
//! [redis.sentinel]
//! count = 5
//! quorum = 3

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Counts the sentinels that run; two are too few for another rule.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let count = *sentinel.count;
    if count < 4 || !count.is_multiple_of(2) {
        return;
    }
    let odd = count - 1;
    report
        .at(&sentinel.count, format!("{count} sentinels tolerate the loss of {}, as {odd} do", (odd - 1) / 2))
        .help(format!("use {odd}, or {} to tolerate one more", count + 1))
        .fix(Fix::suggested("use one sentinel less").set(&sentinel.count, "count", odd).set(
            &sentinel.quorum,
            "quorum",
            odd / 2 + 1,
        ));
}
