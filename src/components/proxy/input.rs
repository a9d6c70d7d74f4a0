//! The `[proxy]` section.

use std::net::{IpAddr, Ipv4Addr};

use crate::components::defaults::constant;
use crate::input::{ContainerKeys, HealthTimes};
use crate::origin::At;
use crate::units::{Bytes, ContainerName, Image, Port, ProfileName, ServiceName};

table! {
    /// nginx in front of Odoo: websockets go to the process that serves them, all other requests to the workers. It takes HTTP;
    /// what terminates TLS stands in front of it and sets `X-Forwarded-Proto`.
    pub struct ReverseProxy {
        /// The Compose service; `odoo.proxy` must name it.
        pub service: At<ServiceName> = constant("proxy") => because("the usual name"),
        /// A fixed name of the container. Default: Compose makes one.
        pub container_name: Option<At<ContainerName>>,
        /// The image; it must be an official image of nginx, 1.18 or newer, or behave like it.
        pub image: At<Image> => examples(&["nginx:1.28-alpine"]),
        /// The profiles in which it runs. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The port on the host.
        pub port: At<Port> = Port::new(80) => because("that of HTTP"),
        /// The host's address on which it is published.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host reaches it").examples(&["127.0.0.1"]),
        /// The largest request that it takes: an upload, or a database to restore.
        pub max_body_size: At<Bytes> = Bytes::mib(128) => because("Odoo's own limit of an upload"),
        /// The times of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {},
    }
}
