//! The `[redis.router]` section.

use crate::components::defaults::constant;
use crate::input::Resources;
use crate::origin::At;
use crate::units::{Image, NamePattern, Port};

table! {
    /// HAProxy in front of Redis. It sends each connection to the current master, so that clients without Sentinel
    /// support follow a failover. It runs in the profiles of the sentinels; clients reach it as `redis-router`.
    pub struct Router {
        /// The image. It must be an official image of HAProxy, 2.6 or newer, or behave like one.
        pub image: At<Image> => examples(&["haproxy:3-alpine"]),
        /// The number of routers. With two, clients can use one while the other is down.
        pub count: At<u32> = 1 => because("one is enough on one host").range(1, 10),
        /// The port on which the routers accept connections.
        pub port: At<Port> = Port::new(6379) => because("Redis's own default"),
        /// Connections that each router accepts at the same time.
        pub max_connections: At<u32> = 1000 => because("a tenth of what Redis accepts by default").range(1, 100_000),
        /// The names of their Compose services.
        pub service: At<NamePattern> = constant("redis-router-{n}") => because("the usual name"),
        /// Fixed names for their containers. Default: Compose generates them.
        pub container_name: Option<At<NamePattern>>,
        /// The resource limits of each router's container.
        pub resources: Option<At<Resources>>,
    }
}
