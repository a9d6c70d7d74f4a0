//! Sentinel aborts a failover before it can succeed.
//!
//! # Why
//! `failover_timeout` limits the steps of a failover. The election may take as long as the shorter of
//! `failover_timeout` and 10 s (redis 7.0.15, sentinel.c). With a timeout below 10 s, or below twice `down_after`,
//! Sentinel can abort an attempt that is still making progress. The same sentinel then waits twice the timeout
//! before its next attempt.
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
            .at(
                timeout,
                format!("`failover_timeout` is {}, but an election may take {}", timeout.human(), ELECTION.human()),
            )
            .help("use 60s, or 3m, the default of Redis");
    } else if **timeout < twice {
        report
            .at(
                timeout,
                format!("`failover_timeout` is {}, less than twice `down_after`, {}", timeout.human(), twice.human()),
            )
            .also(&sentinel.down_after, "`down_after`")
            .help(format!("use at least {}", twice.human()));
    }
}
