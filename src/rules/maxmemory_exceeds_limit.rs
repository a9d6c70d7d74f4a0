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

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// What an empty instance takes (measured: 12.0 MB).
pub(super) const EMPTY: Bytes = Bytes::mib(12);

/// Hundredths of maxmemory that a full instance takes in the mildest case measured.
const MILDEST: u64 = 113;

/// What a full instance takes at least.
pub(super) fn least(redis: &Redis) -> Option<Bytes> {
    redis.maxmemory.as_ref().map(|maxmemory| maxmemory.bytes.percent(MILDEST).saturating_add(EMPTY))
}

/// Compares what a full instance takes with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = &stack.redis else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    let Some(needed) = least(redis).filter(|needed| *needed > **limit) else { return };
    report
        .at(limit, format!("a full Redis takes {} and is killed at {}", needed.human(), limit.human()))
        .here(limit, "the container's limit")
        .also(maxmemory, "the data's limit")
        .help(format!(
            "1.13 x {} + {} = {}: raise the limit to {} or lower maxmemory",
            maxmemory.bytes.human(),
            EMPTY.human(),
            needed.human(),
            super::maxmemory_without_headroom::safe_in_every_mode(redis).human(),
        ));
}
