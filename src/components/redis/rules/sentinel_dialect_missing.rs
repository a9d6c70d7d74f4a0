//! A client's Redis URL does not follow a failover.
//!
//! # Why
//! With Sentinel, the master can move to another node. After a failover, a `redis://` URL of the first master
//! leads to a replica, or nowhere. Few libraries read a URL that names the sentinels, and each of them expects
//! another format. Therefore declare how the client finds the master: through `[redis.router]`, which works with
//! any client, or with a `dialect`, which names the library that reads the URL.
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
            .at(&client.place, format!("the Redis URL of `{name}` does not follow a failover"))
            .here(&client.place, "a URL without `dialect`")
            .also(&sentinel.count, "Sentinel moves the master")
            .help(concat!(
                "add `[redis.router]`, which works with any client; or, if the client asks the sentinels, ",
                "name the library that reads its URL: ",
                "`dialect = \"redis-sentinel-url\"`, `\"celery\"`, `\"lettuce\"` or `\"fred\"`",
            ));
    }
}
