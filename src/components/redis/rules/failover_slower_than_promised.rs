//! A failover takes longer than the promised downtime.
//!
//! # Why
//! Sentinel waits `down_after` before it considers a silent master down. In tests with redis-sentinel 7.0.15, the
//! election and the promotion then took another 0.3 to 1.3 s. Clients also need time to notice the change, and a
//! busy host is slower. The rule counts 5 s for all of this, including a margin.
//!
//! # Wrong
//! [redis.sentinel]
//! down_after = "6s"
//! max_downtime = "10s"
//!
//! # Right
//! [redis.sentinel]
//! down_after = "5s"
//! max_downtime = "10s"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// The election, the promotion and the clients, with a margin, in milliseconds.
const AFTER: u64 = 5_000;

/// Compares the time of a failover with the promise.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let Some(promised) = &sentinel.max_downtime else { return };
    let sum = Sum::of_times()
        .plus(sentinel.down_after.millis(), "down_after, until the master is considered down")
        .plus(AFTER, "election and promotion, with a margin");
    if sum.total() <= promised.millis() {
        return;
    }
    let (total, bound) = sum.versus(promised.millis());
    report
        .at(&sentinel.down_after, format!("a failover takes up to {total}, but `max_downtime` promises {bound}"))
        .here(&sentinel.down_after, "the wait before the failover")
        .also(promised, "the promised downtime")
        .help("shorten `down_after`, or raise `max_downtime`")
        .sum(sum.against(promised.millis(), "max_downtime"));
}
