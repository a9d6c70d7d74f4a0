//! An isolated master keeps accepting writes.
//!
//! # Why
//! When the network is partitioned, or a process is paused and resumed, the old master does not know that a
//! replica was promoted. It accepted 979 writes in 10 s before it became a replica (7.0.15, observed); the one
//! that was looked up afterwards was lost. With `min_replicas_to_write`, it rejects such writes.
//!
//! # Wrong
//! [redis.replicas]
//! min_replicas_to_write = 0
//!
//! # Right
//! [redis.replicas]
//! min_replicas_to_write = 1

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// Looks for the key wherever replicas run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let running = redis.active_replicas().count();
    let least = &redis.min_replicas_to_write;
    if running == 0 || **least > 0 {
        return;
    }
    let finding = report
        .at(least, "a master that is cut off from its replicas accepts writes that are later lost")
        .help(if running > 1 {
            "set `min_replicas_to_write`, or allow this for a cache"
        } else {
            "use two replicas and set `min_replicas_to_write = 1`, or allow this for a cache"
        });
    if running > 1 {
        finding.fix(Fix::suggested("require one replica in sync").set(least, "min_replicas_to_write", 1_u32));
    }
}
