//! A client does not follow a failover.
//!
//! # Why
//! Where Sentinel runs, the master moves. A client that is told the host of the first master stays with
//! it: after a failover it writes to a replica, or to nothing. It must ask the sentinels, or go through
//! `[redis.router]`.
//!
//! A client that is told both follows: it asks the sentinels where there are some, and takes the host in
//! a mode without them.
//!
//! # Wrong
//! # without redis.router
//! [services.api.environment]
//! REDIS_HOST = { redis = { db = 1, part = "host" } }
//!
//! # Right
//! [services.api.environment]
//! REDIS_SENTINELS = { redis = { db = 1, part = "sentinels" } }
//! REDIS_MASTER = { redis = { db = 1, part = "master_name" } }

use crate::components::redis::endpoint::RedisPart;
use crate::components::redis::{Access, RedisClient};
use crate::rule::prelude::*;
use crate::units::ServiceName;

pub const SEVERITY: Severity = Warning;

/// Looks for clients that are told a host where sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    let clients = stack.active_redis_clients();
    let asks = |service: &ServiceName| {
        clients.iter().any(|client| client.service == *service && client.part == RedisPart::Sentinels)
    };
    let pinned = |client: &&&RedisClient| client.access == Access::Direct && client.part == RedisPart::Host;
    for client in clients.iter().filter(pinned).filter(|client| !asks(&client.service)) {
        report
            .at(
                &client.place,
                format!("`{}` is told a fixed host: it does not follow a failover", client.service.as_str()),
            )
            .also(&sentinel.count, "Sentinel moves the master")
            .help(
                "hand over the parts `sentinels` and `master_name`, or add `[redis.router]`, whose host this is then",
            );
    }
}
