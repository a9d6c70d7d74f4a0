//! Sentinel takes a pause for a death.
//!
//! # Why
//! A fork, a slow disk or a busy host stops Redis for a second now and then. With a shorter
//! `down_after` such a pause starts a failover, which interrupts what was only slow.
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
            .at(&sentinel.down_after, format!("after {} a pause is taken for a death", sentinel.down_after.human()))
            .help(format!("use {} or more; 5s is usual", LEAST.human()));
    }
}
