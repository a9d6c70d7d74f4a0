//! The `[redis.router]` section.

use crate::components::defaults::constant;
use crate::input::Resources;
use crate::origin::At;
use crate::units::{Image, NamePattern, Port};

table! {
    /// HAProxy in front of Redis: it sends each connection to the node that is the master, so that clients that do not speak
    /// Sentinel follow a failover. It runs in the profiles of the sentinels; clients reach it as `redis-router`.
    pub struct Router {
        /// The image; it must be one of the official images of HAProxy, 2.6 or newer, or behave like it.
        pub image: At<Image> => examples(&["haproxy:3-alpine"]),
        /// How many; with two, clients find one while the other is gone.
        pub count: At<u32> = 1 => because("one is enough on one host").range(1, 10),
        /// The port on which it takes connections.
        pub port: At<Port> = Port::new(6379) => because("the usual one"),
        /// Connections that each takes at the same time.
        pub max_connections: At<u32> = 1000 => because("a tenth of what Redis takes").range(1, 100_000),
        /// Their Compose services.
        pub service: At<NamePattern> = constant("redis-router-{n}") => because("the usual name"),
        /// Fixed names of their containers. Default: Compose makes them.
        pub container_name: Option<At<NamePattern>>,
        /// What each of their containers may use.
        pub resources: Option<At<Resources>>,
    }
}
