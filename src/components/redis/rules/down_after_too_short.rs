//! Sentinel starts a failover after too short a pause.
//!
//! # Why
//! A fork, a slow disk or a busy host can keep Redis from answering for about a second. If `down_after` is shorter
//! than such a pause, Sentinel starts a failover and interrupts a master that was only slow.
//!
//! # Wrong
//! [redis.sentinel]
//! down_after = "1s"
//!
//! # Right
//! [redis.sentinel]
//! down_after = "5s"

use crate::rule::prelude::*;
use crate::units::Duration;

pub const SEVERITY: Severity = Warning;

/// Shorter silences happen in a healthy process.
const LEAST: Duration = Duration::seconds(2);

/// Compares down_after with the least.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    if *sentinel.down_after < LEAST {
        report
            .at(
                &sentinel.down_after,
                format!("a pause of only {} makes Sentinel consider the master down", sentinel.down_after.human()),
            )
            .help(format!("use at least {}; the default is 5s", LEAST.human()));
    }
}
