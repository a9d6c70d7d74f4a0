//! Writes require more replicas than run.
//!
//! # Why
//! If fewer replicas are in sync than `min_replicas_to_write`, the master rejects every write:
//! `NOREPLICAS Not enough good replicas to write` (7.0.15, observed).
//!
//! # Wrong
//! [redis.replicas]
//! min_replicas_to_write = 3
//!
//! # Right
//! [redis.replicas]
//! min_replicas_to_write = 1

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the required number with the replicas that run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let running = u32::try_from(redis.active_replicas().count()).unwrap_or(u32::MAX);
    let least = &redis.min_replicas_to_write;
    if running == 0 || **least <= running {
        return;
    }
    let finding = report
        .at(
            least,
            format!(
                "writes need {} replicas, but only {running} {}: every write is rejected",
                **least,
                if running == 1 { "runs" } else { "run" }
            ),
        )
        .help("require fewer replicas than run, so that one of them can be down");
    if running > 1 {
        finding.fix(Fix::suggested("tolerate the loss of one replica").set(
            least,
            "min_replicas_to_write",
            running - 1,
        ));
    }
}
