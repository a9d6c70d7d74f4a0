//! A client of Redis that cannot follow a failover.
//!
//! # Why
//! Where Sentinel runs, the master moves. A `redis://` address of the first master leads to a replica
//! after a failover, or to nothing; an address that names the sentinels is read by few libraries, and
//! each of them writes it in another way. So it must be said how the client finds the master: through
//! `[redis.router]`, which any client can use, or by a `dialect`, the name of what reads the address.
//!
//! # Wrong
//! # without redis.router
//! [services.api.environment]
//! REDIS_URL = { redis = { db = 1 } }
//!
//! # Right
//! [redis.router]
//! image = "haproxy:3-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::components::redis::endpoint::RedisPart;
use crate::components::redis::{Access, RedisClient};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["redis.sentinel", "redis.router"];

/// Looks for addresses of the first master where sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let clients = stack.active_redis_clients();
    let pinned = |client: &&&RedisClient| client.access == Access::Direct && client.part == RedisPart::Url;
    for client in clients.iter().filter(pinned) {
        let name = client.service.as_str();
        report
            .at(&client.place, format!("it is not said how `{name}` finds the master after a failover"))
            .here(&client.place, "an address without a dialect")
            .also(&sentinel.count, "Sentinel moves the master")
            .help(concat!(
                "add `[redis.router]`: then this is its address, which any client can use; or, for a client that asks the ",
                "sentinels, say who reads it: `dialect = \"redis-sentinel-url\"`, `\"celery\"`, `\"lettuce\"` or `\"fred\"`",
            ));
    }
}
