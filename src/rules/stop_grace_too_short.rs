//! Redis may be killed before it has saved its data.
//!
//! # Why
//! When a master receives the signal to stop, it first waits for its replicas, for at most `shutdown-timeout` (10 s
//! by default). Then it saves what is not on disk yet (redis 7.0, redis.conf). Docker kills the container at the
//! end of `stop_grace_period`. Docker's own default of 10 s ends at the moment at which Redis begins to save.
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

/// Redis's default of `shutdown-timeout`, in seconds.
const SHUTDOWN_TIMEOUT: u64 = 10;

/// Compares the stop grace period of the nodes with the directive.
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
        .at(grace, format!("a node may wait {} for its replicas, but is killed after {}", waits.human(), grace.human()))
        .also_all(written.map(|words| (words, "the wait for replicas".to_owned())))
        .help(format!("raise it above {}: another 20 s leave time to save", waits.human()));
}
