//! The `[services.<name>]` sections: any further container.

use std::net::IpAddr;

use super::{EnvValue, HealthTimes, Logging, Named, Resources, Restart, Security};
use crate::origin::At;
use crate::units::{
    Address, ContainerName, ContainerPath, Duration, EnvName, HostPath, Image, Line, NetworkName, Port, ProfileName,
    ServiceName, VolumeName,
};

table! {
    /// A further container.
    pub struct Service {
        /// The image. Exactly one of `image` and `build` is needed.
        pub image: Option<At<Image>>,
        /// The folder with its Dockerfile.
        pub build: Option<At<HostPath>>,
        /// A fixed name of the container. Default: Compose makes one.
        pub container_name: Option<At<ContainerName>>,
        /// The command and its arguments. Needed where a secret reaches the environment: the start
        /// script ends in it. Default: the image's.
        pub command: Option<At<Vec<At<Line>>>> => at_least(1),
        /// The user and group to run as, like `1000:1000`. Default: the image's.
        pub user: Option<At<Line>> => examples(&["1000:1000"]),
        /// Environment variables.
        pub environment: Option<At<Named<EnvName, EnvValue>>>,
        /// Ports published on the host.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// Volumes and folders of the host in the container.
        pub volumes: Option<At<Vec<At<Mount>>>> => distinct(),
        /// The networks it joins. Default: the first of `[networks]`.
        pub networks: Option<At<Vec<At<NetworkName>>>> => at_least(1).distinct(),
        /// Fixed addresses on some of its networks. Default: Docker chooses.
        pub addresses: Option<At<Named<NetworkName, Address>>>,
        /// Services that must be there first, and in which state. Those that `environment` refers to
        /// are added, unless they stand here with `any`.
        pub depends_on: Option<At<Named<ServiceName, Condition>>>,
        /// The profiles in which it runs. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The health check.
        pub healthcheck: Option<At<Health>>,
        /// What the container may use.
        pub resources: Option<At<Resources>>,
        /// When the container is started again. Default: `unless-stopped`.
        pub restart: Option<At<Restart>>,
        /// What the container may do.
        pub security: Option<At<Security>>,
        /// Whether an init is the first process: it passes signals on, and takes in what other processes
        /// leave behind. Default: true.
        pub init: Option<At<bool>>,
        /// Time from the signal to stop until it is killed. Default: 10 s, as with Docker.
        pub stop_grace_period: Option<At<Duration>>,
        /// Bounds of the log.
        pub logging: Option<At<Logging>>,
    }
}

table! {
    /// A port published on the host.
    pub struct PublishedPort {
        /// The port in the container.
        pub container: At<Port>,
        /// The port on the host. Default: the same.
        pub host: Option<At<Port>>,
        /// The host's address. Default: 127.0.0.1.
        pub address: Option<At<IpAddr>> => examples(&["127.0.0.1"]),
        /// The protocol. Default: `tcp`.
        pub protocol: Option<At<Protocol>>,
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
        /// Whether the container may only read it. Default: false.
        pub read_only: Option<At<bool>>,
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

table! {
    /// A health check: exactly one of `command` and `shell`, and its times.
    pub struct Health {
        /// A program and its arguments.
        pub command: Option<At<Vec<At<Line>>>> => at_least(1),
        /// A line for the container's shell.
        pub shell: Option<At<Line>> => examples(&["curl -fsS http://127.0.0.1:8000/health"]),
        /// The times of the check.
        pub times: Option<At<HealthTimes>>,
    }
}
