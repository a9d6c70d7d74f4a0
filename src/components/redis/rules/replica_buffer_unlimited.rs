//! The output buffer for replicas is unlimited.
//!
//! # Why
//! Data that waits to be sent to replicas does not count towards `maxmemory` (7.0.15, observed: 373 MB used with a
//! `maxmemory` of 128mb). With a hard limit of 0, a lagging replica makes the memory of the master grow until the
//! kernel kills it.
//!
//! # Wrong
//! [redis]
//! client_output_buffer_limit_replica = "0 0 0"
//!
//! # Right
//! [redis]
//! client_output_buffer_limit_replica = "64mb 32mb 60"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at the hard limit wherever replicas run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis().filter(|redis| redis.active_replicas().next().is_some()) else { return };
    if redis.client_output_buffer_limit_replica.hard.bytes == Bytes::new(0) {
        report
            .at(
                &redis.client_output_buffer_limit_replica,
                "a lagging replica makes the memory of the master grow without a limit",
            )
            .help("set a hard limit, like `64mb 32mb 60`")
            .fix(Fix::suggested("disconnect a lagging replica at 64mb").set(
                &redis.client_output_buffer_limit_replica,
                "client_output_buffer_limit_replica",
                "64mb 32mb 60",
            ));
    }
}
