//! Eviction may drop sessions and log users out.
//!
//! # Why
//! Redis evicts from the whole instance, not per database. With an `allkeys-*` policy, or a `volatile-*` policy
//! that selects keys by use or at random, a full instance drops sessions that are in use. `volatile-ttl` drops the
//! keys that expire soonest, so cache entries that live for an hour go before sessions that live for a week.
//! `noeviction` drops nothing.
//!
//! # Wrong
//! [odoo]
//! sessions = { store = "redis" }
//! [redis]
//! maxmemory_policy = "allkeys-lru"
//!
//! # Right
//! [odoo]
//! sessions = { store = "redis" }
//! [redis]
//! maxmemory_policy = "volatile-ttl"

use crate::components::odoo::input::SessionStore;
use crate::components::redis::input::EvictionPolicy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the policy with the use of Redis.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let keeps = matches!(*redis.maxmemory_policy, EvictionPolicy::Noeviction | EvictionPolicy::VolatileTtl);
    if keeps || *stack.odoo().sessions != SessionStore::Redis {
        return;
    }
    report
        .at(&redis.maxmemory_policy, format!("`{}` may evict user sessions", redis.maxmemory_policy.as_str()))
        .also(&stack.odoo().sessions, "sessions are stored in Redis")
        .help("use `volatile-ttl`, or `noeviction` if this Redis stores nothing else")
        .fix(Fix::suggested("evict the keys that expire soonest").set(
            &redis.maxmemory_policy,
            "maxmemory_policy",
            "volatile-ttl",
        ));
}
