//! Ports, mounts and dependencies of a container.

use std::net::{IpAddr, Ipv4Addr};

use crate::origin::At;
use crate::units::{ContainerPath, HostPath, Port, VolumeName};

table! {
    /// A port published on the host.
    pub struct PublishedPort {
        /// The port in the container.
        pub container: At<Port>,
        /// The port on the host. Default: the same.
        pub host: Option<At<Port>>,
        /// The host's address.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host reaches it").examples(&["127.0.0.1"]),
        /// The protocol.
        pub protocol: At<Protocol> = Protocol::Tcp => because("the usual one"),
    }
}

names! {
    /// A transport protocol.
    pub enum Protocol {
        /// TCP.
        Tcp = "tcp",
        /// UDP.
        Udp = "udp",
    }
}

table! {
    /// A volume or a folder of the host in the container.
    pub struct Mount {
        /// What is mounted.
        pub source: At<MountSource>,
        /// Where it appears in the container.
        pub target: At<ContainerPath>,
        /// Whether the container may only read it.
        pub read_only: At<bool> = false => because("as Docker mounts it"),
    }
}

forms! {
    /// What is mounted.
    pub enum MountSource {
        /// A named volume.
        Volume(At<VolumeName>) = "volume",
        /// A file or folder of the host, which must exist (a bind mount).
        Bind(At<HostPath>) = "bind",
    }
}

names! {
    /// The state in which a dependency must be.
    pub enum Condition {
        /// In any: the order of start that a reference would bring is not wanted.
        Any = "any",
        /// Its container has been started.
        Started = "started",
        /// Its health check passes.
        Healthy = "healthy",
        /// It has ended without an error.
        Completed = "completed",
    }
}
