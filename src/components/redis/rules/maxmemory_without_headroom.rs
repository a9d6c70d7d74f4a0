//! Redis has no room for a fork or for its buffers.
//!
//! # Why
//! While it rewrites its files, Redis and its fork together took up to 2.5 times `maxmemory` under
//! a heavy write load; without persistence a change in the sizes of values took 2.0 times it
//! (redis-server 7.0.15, measured). The output buffers of replicas come on top: they are not
//! counted in maxmemory, and shared by all replicas.
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
    // A maxmemory of nothing, or of a few bytes, is for other rules.
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
        .at(limit, format!("Redis may take {needed} at its peak, its limit is {shown}"))
        .here(limit, "the container's limit")
        .also(maxmemory, "the data's limit")
        .also_all(with_buffers.then_some((&redis.client_output_buffer_limit_replica, "buffers come on top".to_owned())))
        .help(format!("raise the limit to {}, or {}", safe_in_every_mode(redis).human(), lower(redis, **limit)))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(mend(stack, redis, maxmemory, limit));
}
