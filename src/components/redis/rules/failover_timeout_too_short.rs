//! A failover is given up before it can succeed.
//!
//! # Why
//! `failover_timeout` bounds the steps of a failover, and the election takes at most the shorter of it
//! and 10 s (redis 7.0.15, sentinel.c). Below 10 s, or below twice down_after, an attempt can be given
//! up while it still works; the same sentinel then waits twice the timeout before the next one.
//!
//! # Wrong
//! [redis.sentinel]
//! failover_timeout = "6s"
//!
//! # Right
//! [redis.sentinel]
//! failover_timeout = "60s"

use crate::rule::prelude::*;
use crate::units::Duration;

pub const SEVERITY: Severity = Warning;

/// The longest election.
const ELECTION: Duration = Duration::seconds(10);

/// Compares the timeout with the election and with down_after.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let timeout = &sentinel.failover_timeout;
    let twice = Duration::milliseconds(sentinel.down_after.millis().saturating_mul(2));
    if **timeout < ELECTION {
        report
            .at(timeout, format!("{} is less than an election may take, {}", timeout.human(), ELECTION.human()))
            .help("use 60s, or Redis's own 3m");
    } else if **timeout < twice {
        report
            .at(timeout, format!("{} is less than twice down_after, {}", timeout.human(), twice.human()))
            .also(&sentinel.down_after, "down_after")
            .help(format!("use {} or more", twice.human()));
    }
}
