//! The restart of one replica stops all writes.
//!
//! # Why
//! If `min_replicas_to_write` equals the number of replicas, the loss of a single replica makes the master reject
//! writes at once (7.0.15, observed with 2 of 2).
//!
//! # Wrong
//! [redis.replicas]
//! min_replicas_to_write = 2
//!
//! # Right
//! [redis.replicas]
//! min_replicas_to_write = 1

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the required number with the replicas that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let running = u32::try_from(redis.active_replicas().count()).unwrap_or(u32::MAX);
    let least = &redis.min_replicas_to_write;
    if running == 0 || **least != running {
        return;
    }
    let message = match running {
        1 => "writes need the only replica: while it restarts, every write is rejected".to_owned(),
        many => format!("writes need all {many} replicas: while one restarts, every write is rejected"),
    };
    let finding = report.at(least, message);
    if running > 1 {
        finding.help(format!("use {}", running - 1)).fix(Fix::suggested("tolerate the loss of one replica").set(
            least,
            "min_replicas_to_write",
            running - 1,
        ));
    } else {
        finding.help("add a replica");
    }
}
