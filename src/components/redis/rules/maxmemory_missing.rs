//! Redis has no `maxmemory` below the limit of its container.
//!
//! # Why
//! Without `maxmemory`, or with 0, Redis grows until the kernel kills it at the container's limit (Docker 20.10,
//! observed: OOMKilled). With `maxmemory`, Redis evicts keys or rejects writes, and keeps running.
//!
//! # Wrong
//! # without redis.maxmemory
//! [redis]
//! resources = { memory = "512 MiB" }
//!
//! # Right
//! [redis]
//! maxmemory = "128mb"
//! resources = { memory = "512 MiB" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks for a bound wherever the container has a limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let Some(limit) = &redis.master.container.resources.memory else { return };
    let most = crate::components::redis::memory::largest(redis, **limit);
    let help = most.map_or_else(
        || "raise the limit and set `redis.maxmemory`: the current limit leaves no room for data".to_owned(),
        |most| {
            format!(
                "set `redis.maxmemory`: {}mb leaves room for a fork and for buffers",
                most.get() / Bytes::mib(1).get()
            )
        },
    );
    match &redis.maxmemory {
        None => {
            let message = format!("without `maxmemory`, Redis can grow until it is killed at {}", limit.human());
            let place = &redis.master.container.service;
            report.at(place, message).here(place, "no `maxmemory`").also(limit, "the container's limit").help(help);
        }
        Some(zero) if zero.bytes == Bytes::new(0) => {
            let message =
                format!("a `maxmemory` of 0 is no limit: Redis can grow until it is killed at {}", limit.human());
            let bound = |most| Fix::suggested("leave room for a fork and for buffers").set(zero, "maxmemory", most);
            report.at(zero, message).also(limit, "the container's limit").help(help).fix_if(most.map(bound));
        }
        Some(_) => {}
    }
}
