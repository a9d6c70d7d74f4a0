//! Eviction logs users out.
//!
//! # Why
//! Redis evicts by instance, not by database: with an `allkeys-*` policy, or one that picks among the
//! keys that expire by use or by chance, a full instance drops sessions that are in use. `volatile-ttl`
//! drops what expires soonest, so cache entries of an hour go before sessions of a week; `noeviction`
//! drops nothing.
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
        .at(&redis.maxmemory_policy, format!("`{}` evicts the sessions of users", redis.maxmemory_policy.as_str()))
        .also(&stack.odoo().sessions, "sessions live in this Redis")
        .help("use `volatile-ttl`, or `noeviction` if nothing else is kept here")
        .fix(Fix::suggested("evict what expires soonest").set(
            &redis.maxmemory_policy,
            "maxmemory_policy",
            "volatile-ttl",
        ));
}
