//! Redis is killed before it evicts.
//!
//! # Why
//! A full instance needs more memory than `maxmemory`: 1.13 times it and 12 MiB were the mildest
//! case measured (redis-server 7.0.15). Above the container's limit the kernel kills it, before or
//! while it evicts.
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

use crate::rule::prelude::*;
use crate::units::RedisSize;

pub const SEVERITY: Severity = Error;

/// What an empty instance takes (measured: 12.0 MB).
pub(super) const EMPTY: Bytes = Bytes::mib(12);

/// Hundredths of maxmemory that a full instance takes in the mildest case measured.
const MILDEST: u64 = 113;

/// What a full instance takes at least.
fn full(maxmemory: &RedisSize) -> Sum {
    Sum::of_sizes()
        .plus(maxmemory.bytes.percent(MILDEST).get(), format!("1.13 x maxmemory, {}", maxmemory.bytes.human()))
        .plus(EMPTY.get(), "an empty instance")
}

/// Whether a full instance is over this limit.
pub(super) fn is_over(maxmemory: &RedisSize, limit: Bytes) -> bool {
    full(maxmemory).total() > limit.get()
}

/// Compares what a full instance takes with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    if !is_over(maxmemory, **limit) {
        return;
    }
    let sum = full(maxmemory);
    let (needed, shown) = sum.versus(limit.get());
    let safe = super::maxmemory_without_headroom::safe_in_every_mode(redis);
    report
        .at(limit, format!("a full Redis takes {needed} and is killed at {shown}"))
        .here(limit, "the container's limit")
        .also(maxmemory, "the data's limit")
        .help(format!(
            "raise the limit to {}, which leaves room for a fork and for buffers, or {}",
            safe.human(),
            super::maxmemory_without_headroom::lower(redis, **limit)
        ))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(super::maxmemory_without_headroom::mend(stack, redis, maxmemory, limit));
}
