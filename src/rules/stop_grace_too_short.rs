//! Redis is killed while it stops.
//!
//! # Why
//! A master that is told to stop waits for its replicas, for `shutdown-timeout` (10 s) at most, then writes what is
//! not on the disk yet (redis 7.0, redis.conf). Docker kills what has not ended by then; with its own 10 s at the
//! very moment at which Redis begins to save.
//!
//! # Wrong
//! [redis]
//! stop_grace_period = "10s"
//!
//! # Right
//! [redis]
//! stop_grace_period = "30s"

use crate::rule::prelude::*;
use crate::units::Duration;

pub const SEVERITY: Severity = Warning;

/// Redis's own `shutdown-timeout`, in seconds.
const SHUTDOWN_TIMEOUT: u64 = 10;

/// Compares the time of the nodes with the directive.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis().filter(|redis| redis.active_replicas().next().is_some()) else { return };
    let written = redis.settings.get("shutdown-timeout");
    let seconds = written.and_then(|words| words.first()?.parse().ok()).unwrap_or(SHUTDOWN_TIMEOUT);
    let waits = Duration::seconds(seconds);
    let grace = &redis.master.container.stop_grace_period;
    if **grace > waits {
        return;
    }
    report
        .at(grace, format!("a node may wait {} for its replicas, and is killed after {}", waits.human(), grace.human()))
        .also_all(written.map(|words| (words, "the time to wait".to_owned())))
        .help(format!("let it be longer than {}: 20 s more leave time to save", waits.human()));
}
