//! Replicas run without Sentinel.
//!
//! # Why
//! A replica does not become the master by itself. Without sentinels, someone has to promote one by hand, and
//! until then no client can write.
//!
//! # Wrong
//! # without redis.router
//! # without redis.sentinel
//!
//! # Right
//! [redis.sentinel]
//! count = 3
//! quorum = 2

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

pub const DEPENDS_ON: &[&str] = &["redis"];

/// Looks for sentinels wherever replicas run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let Some(replica) = redis.active_replicas().next().filter(|_| stack.active_sentinel().is_none()) else { return };
    report
        .at(&replica.container.service, "replicas run without Sentinel: failover is manual")
        .help("add `[redis.sentinel]` with three sentinels in the same profiles, or allow this and give the reason");
}
