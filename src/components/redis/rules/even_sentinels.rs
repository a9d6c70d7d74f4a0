//! An even number of sentinels adds no fault tolerance.
//!
//! # Why
//! A majority of all sentinels must authorise a failover, and sentinels that are down count towards the total. The
//! majority of four is three, so four sentinels tolerate the loss of one, as three do (redis-sentinel 7.0.15,
//! observed: with two of four down there is no failover). The last sentinel uses resources without any benefit.
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
        .at(
            &sentinel.count,
            format!("{count} sentinels tolerate the loss of {}, the same as {odd} sentinels", (odd - 1) / 2),
        )
        .help(format!("use {odd} sentinels, or {} to tolerate the loss of one more", count + 1))
        .fix(Fix::suggested("use one sentinel fewer").set(&sentinel.count, "count", odd).set(
            &sentinel.quorum,
            "quorum",
            odd / 2 + 1,
        ));
}
