//! Who uses Redis, and how.

use super::endpoint::RedisPart;
use super::router::Access;
use super::{Redis, Sentinel};
use crate::model::{Facts, Stack};
use crate::origin::{At, Origin};
use crate::units::ServiceName;

/// A client of Redis that the input declares.
#[derive(Debug, Clone)]
pub struct RedisClient {
    /// Its service.
    pub service: ServiceName,
    /// Whether these are the sessions of Odoo.
    pub sessions: bool,
    /// Where the input gives it the address.
    pub place: Origin,
    /// The database index that it uses in this mode.
    pub db: At<u32>,
    /// Which part of the address it receives.
    pub part: RedisPart,
    /// How it gets to the master.
    pub access: Access,
    /// Whether all its keys have a time to live, if the input says so.
    pub ttl: Option<At<bool>>,
    /// Whether it shares its database on purpose.
    pub shared: bool,
}

/// The clients of Redis that the input declares.
#[derive(Debug, Default)]
pub struct RedisClients(pub Vec<RedisClient>);

impl Facts for RedisClients {}

impl Stack {
    /// The clients of Redis.
    #[must_use]
    pub fn redis_clients(&self) -> &[RedisClient] {
        self.facts().map_or(&[], |clients: &RedisClients| &clients.0)
    }

    /// The clients of Redis that run.
    #[must_use]
    pub fn active_redis_clients(&self) -> Vec<&RedisClient> {
        let runs = |client: &&RedisClient| self.container(&client.service).is_some_and(|container| container.active);
        self.redis_clients().iter().filter(runs).collect()
    }

    /// Redis and its sentinels, where these run.
    #[must_use]
    pub fn active_sentinel(&self) -> Option<(&Redis, &Sentinel)> {
        let redis = self.redis()?;
        redis.sentinel.as_ref().filter(|sentinel| sentinel.active()).map(|sentinel| (redis, sentinel))
    }
}
