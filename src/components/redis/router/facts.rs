//! The way of clients to the master of Redis: by themselves, by Sentinel, or through a router.

use crate::components::redis::Redis;
use crate::components::redis::endpoint::{Dialect, RedisPart};
use crate::model::Container;
use crate::origin::{At, Span};
use crate::units::{Image, Port};

/// HAProxy in front of Redis.
#[derive(Debug, Clone)]
pub struct Router {
    /// The table that describes it.
    pub table: Span,
    /// Its containers.
    pub containers: Vec<Container>,
    /// Its image.
    pub image: At<Image>,
    /// The port on which it takes connections.
    pub port: At<Port>,
    /// Connections that each takes at the same time.
    pub max_connections: At<u32>,
}

/// The host name that every router answers to.
pub(in crate::components) const ANY_ROUTER: &str = "redis-router";

impl Router {
    /// The host name for clients.
    #[must_use]
    pub fn host(&self) -> &'static str {
        ANY_ROUTER
    }
}

/// How a client gets to the master.
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

    /// How a client in this container gets to the master that is told a part of the address, and reads a dialect.
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
