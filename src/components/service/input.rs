//! The `[services.<name>]` sections: additional containers.

use crate::components::reference::input::EnvValue;
use crate::input::{Condition, ContainerKeys, HealthTimes, Mount, Named, PublishedPort};
use crate::origin::At;
use crate::units::{Address, ContainerName, EnvName, HostPath, Image, Line, NetworkName, ProfileName, ServiceName};

table! {
    /// An additional container.
    pub struct Service {
        /// The image. Exactly one of `image` and `build` is required.
        pub image: Option<At<Image>>,
        /// The folder that contains its Dockerfile.
        pub build: Option<At<HostPath>>,
        /// A fixed name for the container. Default: Compose generates one.
        pub container_name: Option<At<ContainerName>>,
        /// The command and its arguments. Required if the environment contains a secret: the start script then
        /// runs the command. Default: the command of the image.
        pub command: Option<At<Vec<At<Line>>>> => at_least(1),
        /// The user and group to run as, like `1000:1000`. Default: the user of the image.
        pub user: Option<At<Line>> => examples(&["1000:1000"]),
        /// Environment variables.
        pub environment: Option<At<Named<EnvName, EnvValue>>>,
        /// Ports to publish on the host.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// Volumes and host folders to mount into the container.
        pub volumes: Option<At<Vec<At<Mount>>>> => distinct(),
        /// Fixed addresses on some of its networks. Default: Docker chooses.
        pub addresses: Option<At<Named<NetworkName, Address>>>,
        /// Services that this one waits for, each with the state that it must reach. Services that `environment`
        /// refers to are added automatically, unless they are listed here with `any`.
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
    /// A health check: exactly one of `command` and `shell`, and its timing.
    pub struct Health {
        /// A program and its arguments.
        pub command: Option<At<Vec<At<Line>>>> => at_least(1),
        /// A command line for the container's shell.
        pub shell: Option<At<Line>> => examples(&["curl -fsS http://127.0.0.1:8000/health"]),
        /// The timing of the check.
        pub times: Option<At<HealthTimes>>,
    }
}
