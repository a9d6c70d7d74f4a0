//! Redis is killed before it evicts keys.
//!
//! # Why
//! When its data reaches `maxmemory`, Redis needs more memory than that: 1.13 times `maxmemory` plus 12 MiB in the
//! mildest case measured (redis-server 7.0.15). If this exceeds the container's limit, the kernel kills Redis
//! before or while it evicts keys.
//!
//! # Wrong
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "512 MiB" }
//!
//! # Right
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "1536 MiB" }

use crate::components::redis::memory::{full, is_over, lower, mend, safe_in_every_mode};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares what a full instance needs with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    if !is_over(maxmemory, **limit) {
        return;
    }
    let sum = full(maxmemory);
    let (needed, shown) = sum.versus(limit.get());
    let safe = safe_in_every_mode(redis);
    report
        .at(limit, format!("a full Redis needs {needed}, but its container is limited to {shown}"))
        .here(limit, "the container's limit")
        .also(maxmemory, "the limit of the data")
        .help(format!(
            "raise the limit to {}, which leaves room for a fork and for buffers, or {}",
            safe.human(),
            lower(redis, **limit)
        ))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(mend(stack, redis, maxmemory, limit));
}
