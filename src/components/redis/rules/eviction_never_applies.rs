//! The eviction policy does not fit the stored keys.
//!
//! # Why
//! A `volatile-*` policy evicts only keys with a time to live. Keys that a client writes without one fill the
//! memory, and Redis finally rejects writes. With `noeviction`, a Redis that is only a cache rejects writes when
//! it is full, although all of its data could be dropped.
//!
//! # Wrong
//! [redis]
//! maxmemory_policy = "volatile-lru"
//! [services.api.environment]
//! CACHE = { redis = { db = 1, ttl = false } }
//!
//! # Right
//! [redis]
//! maxmemory_policy = "allkeys-lru"
//! [services.api.environment]
//! CACHE = { redis = { db = 1, ttl = false } }

use crate::components::redis::input::EvictionPolicy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the policy with what the clients declare about their keys.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis().filter(|redis| redis.maxmemory.is_some()) else { return };
    let policy = redis.maxmemory_policy.as_str();
    let clients = stack.active_redis_clients();
    if policy.starts_with("volatile-") {
        let lasting = clients.iter().filter_map(|client| client.ttl.as_ref()).find(|ttl| !***ttl);
        if let Some(lasting) = lasting {
            report
                .at(&redis.maxmemory_policy, format!("`{policy}` never evicts keys without a time to live"))
                .also(lasting, "this client writes such keys")
                .help("for a cache, use an `allkeys-*` policy; for other data, use `noeviction` and enough memory");
        }
    } else if *redis.maxmemory_policy == EvictionPolicy::Noeviction
        && !clients.is_empty()
        && clients.iter().all(|client| !client.sessions && client.ttl.as_ref().is_some_and(|ttl| **ttl))
    {
        report
            .at(&redis.maxmemory_policy, "with `noeviction`, a full cache rejects writes")
            .also_all(
                clients.iter().filter_map(|client| client.ttl.as_ref()).map(|ttl| (ttl, "all keys expire".to_owned())),
            )
            .help("use `volatile-ttl` or `allkeys-lru`")
            .fix(Fix::suggested("evict the keys that expire first").set(
                &redis.maxmemory_policy,
                "maxmemory_policy",
                "volatile-ttl",
            ));
    }
}
