//! The `[proxy]` section.

use std::net::{IpAddr, Ipv4Addr};

use crate::components::defaults::constant;
use crate::input::{ContainerKeys, HealthTimes};
use crate::origin::At;
use crate::units::{Bytes, ContainerName, Image, Port, ProfileName, ServiceName};

table! {
    /// nginx in front of Odoo. It sends websockets to the process that serves them, and all other requests to the
    /// workers. It accepts plain HTTP; whatever terminates TLS in front of it must set `X-Forwarded-Proto`.
    pub struct ReverseProxy {
        /// The Compose service; `odoo.proxy` must name it.
        pub service: At<ServiceName> = constant("proxy") => because("the usual name"),
        /// A fixed name for the container. Default: Compose generates one.
        pub container_name: Option<At<ContainerName>>,
        /// The image. It must be an official image of nginx, 1.18 or newer, or behave like one.
        pub image: At<Image> => examples(&["nginx:1.28-alpine"]),
        /// The profiles in which it runs. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The port on the host.
        pub port: At<Port> = Port::new(80) => because("the default port of HTTP"),
        /// The address of the host on which the port is published.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host reaches it").examples(&["127.0.0.1"]),
        /// The largest request body that nginx accepts: an upload, or a database to restore.
        pub max_body_size: At<Bytes> = Bytes::mib(128) => because("Odoo's own limit for an upload"),
        /// The timing of the health check.
        pub healthcheck: Option<At<HealthTimes>>,
        ..pub container: ContainerKeys {},
    }
}
