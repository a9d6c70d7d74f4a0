//! The `[services.<name>]` sections: any further container.

use crate::components::reference::input::EnvValue;
use crate::input::{Condition, ContainerKeys, HealthTimes, Mount, Named, PublishedPort};
use crate::origin::At;
use crate::units::{Address, ContainerName, EnvName, HostPath, Image, Line, NetworkName, ProfileName, ServiceName};

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
        /// Fixed addresses on some of its networks. Default: Docker chooses.
        pub addresses: Option<At<Named<NetworkName, Address>>>,
        /// Services that must be there first, and in which state. Those that `environment` refers to
        /// are added, unless they stand here with `any`.
        pub depends_on: Option<At<Named<ServiceName, Condition>>>,
        /// The profiles in which it runs. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The health check.
        pub healthcheck: Option<At<Health>>,
        ..pub container: ContainerKeys {
        },
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
