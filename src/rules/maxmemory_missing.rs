//! Redis has no bound of its own below the limit of its container.
//!
//! # Why
//! Without `maxmemory`, or with 0, Redis grows until the kernel kills it at the container's limit
//! (Docker 20.10, observed: OOMKilled). With it, keys are evicted or writes refused, and the server
//! stays up.
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

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Looks for a bound wherever the container has a limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = &stack.redis else { return };
    let Some(limit) = &redis.master.container.resources.memory else { return };
    let help = "set `redis.maxmemory`: a third of the limit leaves room for a fork and for buffers";
    match &redis.maxmemory {
        None => {
            let message = format!("Redis may fill its container: it is killed at {}", limit.human());
            report.at(limit, message).here(limit, "the container's limit, and no maxmemory").help(help);
        }
        Some(zero) if zero.bytes == Bytes::new(0) => {
            let message = format!("a maxmemory of 0 is no bound: Redis is killed at {}", limit.human());
            report.at(zero, message).also(limit, "the container's limit").help(help);
        }
        Some(_) => {}
    }
}
