//! Ports, mounts and dependencies of a container.

use std::net::{IpAddr, Ipv4Addr};

use crate::origin::At;
use crate::units::{ContainerPath, HostPath, Port, VolumeName};

table! {
    /// A port published on the host.
    pub struct PublishedPort {
        /// The port in the container.
        pub container: At<Port>,
        /// The port on the host. Default: the port in the container.
        pub host: Option<At<Port>>,
        /// The address of the host on which the port is published.
        pub address: At<IpAddr> = IpAddr::V4(Ipv4Addr::LOCALHOST) => because("only this host reaches it").examples(&["127.0.0.1"]),
        /// The protocol.
        pub protocol: At<Protocol> = Protocol::Tcp => because("most services use TCP"),
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
    /// A mount of a volume, or of a file or folder of the host.
    pub struct Mount {
        /// What is mounted.
        pub source: At<MountSource>,
        /// The path of the mount in the container.
        pub target: At<ContainerPath>,
        /// Whether the mount is read-only.
        pub read_only: At<bool> = false => because("as in Docker"),
    }
}

forms! {
    /// What is mounted.
    pub enum MountSource {
        /// A named volume.
        Volume(At<VolumeName>) = "volume",
        /// A file or folder of the host (a bind mount). It must exist.
        Bind(At<HostPath>) = "bind",
    }
}

names! {
    /// The state that a dependency must have reached.
    pub enum Condition {
        /// Any state: removes the start order that a reference would add.
        Any = "any",
        /// Its container has started.
        Started = "started",
        /// Its health check passes.
        Healthy = "healthy",
        /// Its container has exited with status 0.
        Completed = "completed",
    }
}
