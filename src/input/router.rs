//! The `[redis.router]` section.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Resources;
use crate::origin::At;
use crate::units::{Image, NamePattern, Port};

/// HAProxy in front of Redis: it sends each connection to the node that is the master, so that clients that do not speak
/// Sentinel follow a failover. It runs in the profiles of the sentinels; clients reach it as `redis-router`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Router {
    /// The image; it must be one of the official images of HAProxy, 2.6 or newer, or behave like it.
    #[schemars(extend("examples" = ["haproxy:3-alpine"]))]
    pub image: At<Image>,
    /// How many; with two, clients find one while the other is gone. Default: 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 10))]
    pub count: Option<At<u32>>,
    /// The port on which it takes connections. Default: 6379.
    #[serde(default)]
    pub port: Option<At<Port>>,
    /// Connections that each takes at the same time. Default: 1000.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100_000))]
    pub max_connections: Option<At<u32>>,
    /// Their Compose services. Default: `redis-router-{n}`.
    #[serde(default)]
    pub service: Option<At<NamePattern>>,
    /// Fixed names of their containers. Default: Compose makes them.
    #[serde(default)]
    pub container_name: Option<At<NamePattern>>,
    /// What each of their containers may use.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
}
