//! The `[services.<name>]` sections: any further container.

use std::net::IpAddr;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{EnvValue, HealthTimes, Logging, Named, Resources, Restart, Security};
use crate::origin::At;
use crate::units::{
    Address, ContainerName, ContainerPath, Duration, EnvName, HostPath, Image, Line, NetworkName, Port, ProfileName,
    ServiceName, VolumeName,
};

/// A further container.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The image. Exactly one of `image` and `build` is needed.
    #[serde(default)]
    pub image: Option<At<Image>>,
    /// The folder with its Dockerfile.
    #[serde(default)]
    pub build: Option<At<HostPath>>,
    /// A fixed name of the container. Default: Compose makes one.
    #[serde(default)]
    pub container_name: Option<At<ContainerName>>,
    /// The command and its arguments. Needed where a secret reaches the environment: the start
    /// script ends in it. Default: the image's.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub command: Option<At<Vec<At<Line>>>>,
    /// The user and group to run as, like `1000:1000`. Default: the image's.
    #[serde(default)]
    #[schemars(extend("examples" = ["1000:1000"]))]
    pub user: Option<At<Line>>,
    /// Environment variables.
    #[serde(default)]
    pub environment: Option<At<Named<EnvName, EnvValue>>>,
    /// Ports published on the host.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub ports: Option<At<Vec<At<PublishedPort>>>>,
    /// Volumes and folders of the host in the container.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub volumes: Option<At<Vec<At<Mount>>>>,
    /// The networks it joins. Default: the first of `[networks]`.
    #[serde(default)]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub networks: Option<At<Vec<At<NetworkName>>>>,
    /// Fixed addresses on some of its networks. Default: Docker chooses.
    #[serde(default)]
    pub addresses: Option<At<Named<NetworkName, Address>>>,
    /// Services that must be there first, and in which state. Those that `environment` refers to
    /// are added, unless they stand here with `any`.
    #[serde(default)]
    pub depends_on: Option<At<Named<ServiceName, Condition>>>,
    /// The profiles in which it runs. Default: always.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub profiles: Option<At<Vec<At<ProfileName>>>>,
    /// The health check.
    #[serde(default)]
    pub healthcheck: Option<At<Health>>,
    /// What the container may use.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
    /// When the container is started again. Default: `unless-stopped`.
    #[serde(default)]
    pub restart: Option<At<Restart>>,
    /// What the container may do.
    #[serde(default)]
    pub security: Option<At<Security>>,
    /// Whether an init is the first process: it passes signals on, and takes in what other processes
    /// leave behind. Default: true.
    #[serde(default)]
    pub init: Option<At<bool>>,
    /// Time from the signal to stop until it is killed. Default: 10 s, as with Docker.
    #[serde(default)]
    pub stop_grace_period: Option<At<Duration>>,
    /// Bounds of the log.
    #[serde(default)]
    pub logging: Option<At<Logging>>,
}

/// A port published on the host.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedPort {
    /// The port in the container.
    pub container: At<Port>,
    /// The port on the host. Default: the same.
    #[serde(default)]
    pub host: Option<At<Port>>,
    /// The host's address. Default: 127.0.0.1.
    #[serde(default)]
    #[schemars(extend("format" = "ip-address", "examples" = ["127.0.0.1"]))]
    pub address: Option<At<IpAddr>>,
    /// The protocol. Default: `tcp`.
    #[serde(default)]
    pub protocol: Option<At<Protocol>>,
}

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

impl Protocol {
    /// The protocol, as Compose names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }
}

/// A volume or a folder of the host in the container.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mount {
    /// What is mounted.
    pub source: At<MountSource>,
    /// Where it appears in the container.
    pub target: At<ContainerPath>,
    /// Whether the container may only read it. Default: false.
    #[serde(default)]
    pub read_only: Option<At<bool>>,
}

/// What is mounted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MountSource {
    /// A named volume.
    Volume(At<VolumeName>),
    /// A file or folder of the host, which must exist (a bind mount).
    Bind(At<HostPath>),
}

/// The state in which a dependency must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// In any: the order of start that a reference would bring is not wanted.
    Any,
    /// Its container has been started.
    Started,
    /// Its health check passes.
    Healthy,
    /// It has ended without an error.
    Completed,
}

/// A health check: exactly one of `command` and `shell`, and its times.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Health {
    /// A program and its arguments.
    #[serde(default)]
    #[schemars(length(min = 1))]
    pub command: Option<At<Vec<At<Line>>>>,
    /// A line for the container's shell.
    #[serde(default)]
    #[schemars(extend("examples" = ["curl -fsS http://127.0.0.1:8000/health"]))]
    pub shell: Option<At<Line>>,
    /// The times of the check.
    #[serde(default)]
    pub times: Option<At<HealthTimes>>,
}
