//! Redis has no memory headroom for a fork or for its buffers.
//!
//! # Why
//! While Redis rewrites its files, the server and its fork together took up to 2.5 times `maxmemory` under a heavy
//! write load. Without persistence, a change in the sizes of the values took 2.0 times `maxmemory` (redis-server
//! 7.0.15, measured). The output buffers of replicas come on top: they do not count towards `maxmemory`, and all
//! replicas share them.
//!
//! # Wrong
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "768 MiB" }
//!
//! # Right
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "1536 MiB" }

use crate::components::redis::memory::{buffers, is_over, lower, mend, peak, safe_in_every_mode};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the peak with the limit, unless a full instance is over it already.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    // Other rules report a maxmemory of 0 or of a few bytes.
    if maxmemory.bytes < Bytes::mib(1) {
        return;
    }
    let sum = peak(redis, buffers(redis));
    if is_over(maxmemory, **limit) || sum.total() <= limit.get() {
        return;
    }
    let (needed, shown) = sum.versus(limit.get());
    let with_buffers = buffers(redis) > Bytes::new(0);
    report
        .at(limit, format!("Redis needs up to {needed} at its peak, but its container is limited to {shown}"))
        .here(limit, "the container's limit")
        .also(maxmemory, "the limit of the data")
        .also_all(
            with_buffers
                .then_some((&redis.client_output_buffer_limit_replica, "replica buffers come on top".to_owned())),
        )
        .help(format!("raise the limit to {}, or {}", safe_in_every_mode(redis).human(), lower(redis, **limit)))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(mend(stack, redis, maxmemory, limit));
}
