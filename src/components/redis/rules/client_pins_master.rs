//! A client connects to a fixed Redis host despite Sentinel.
//!
//! # Why
//! With Sentinel, the master can move to another node. A client that knows only the host name of the first master
//! keeps using it: after a failover, its writes go to a replica or fail. Configure the client to ask the
//! sentinels, or route it through `[redis.router]`.
//!
//! A client that receives both the host and the sentinels is not reported. It asks the sentinels in modes that run
//! them, and uses the host in modes that do not.
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

/// Looks for clients that use a fixed host although sentinels run.
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
                format!("`{}` uses a fixed Redis host and does not follow a failover", client.service.as_str()),
            )
            .also(&sentinel.count, "Sentinel moves the master")
            .help(
                "pass the parts `sentinels` and `master_name`, or add `[redis.router]`: `host` then names the router",
            );
    }
}
