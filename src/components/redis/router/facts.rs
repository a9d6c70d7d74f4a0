//! How clients reach the master of Redis: directly, by Sentinel, or through a router.

use std::ops::Deref;

use super::input;
use crate::components::redis::Redis;
use crate::components::redis::endpoint::{Dialect, RedisPart};
use crate::model::Container;
use crate::origin::At;

/// HAProxy in front of Redis.
#[derive(Debug, Clone)]
pub struct Router {
    /// Their section.
    pub section: At<input::Router>,
    /// Their containers.
    pub containers: Vec<Container>,
}

/// The host name that every router answers to.
pub(in crate::components) const ANY_ROUTER: &str = "redis-router";

impl Deref for Router {
    type Target = At<input::Router>;

    fn deref(&self) -> &Self::Target {
        &self.section
    }
}

impl Router {
    /// The host name for clients.
    #[must_use]
    pub fn host(&self) -> &'static str {
        ANY_ROUTER
    }
}

/// How a client reaches the master.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By the address of the first master.
    Direct,
    /// It asks the sentinels.
    Sentinel,
    /// Through the router.
    Router,
}

impl Redis {
    /// The router that runs whenever this container runs: that of its sentinels.
    #[must_use]
    pub fn router_with(&self, container: &Container) -> Option<&Router> {
        self.sentinel_with(container)?;
        self.router.as_ref().filter(|router| !router.containers.is_empty())
    }

    /// How a client in this container reaches the master with this part of the address and this dialect.
    #[must_use]
    pub fn access(&self, client: &Container, part: RedisPart, dialect: Option<Dialect>) -> Access {
        let asks = dialect.is_some() || matches!(part, RedisPart::Sentinels | RedisPart::MasterName);
        match self.sentinel_with(client) {
            Some(_) if asks => Access::Sentinel,
            Some(_) if self.router_with(client).is_some() => Access::Router,
            _ => Access::Direct,
        }
    }
}
