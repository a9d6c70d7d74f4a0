//! The sections that do not describe a product.

use camino::Utf8PathBuf;
use ipnet::IpNet;

use crate::origin::At;
use crate::units::{
    Address, Bytes, Cpus, Duration, EnvName, HostPath, KeyPath, Line, OutputPath, ProfileName, ProjectName, Requirement,
};

table! {
    /// The Compose project.
    pub struct Identity {
        /// The name of the Compose project. Compose prefixes volumes and networks with it.
        pub name: At<ProjectName>,
        /// The base folder of relative host paths, as a path from the generated files.
        pub project_dir: Option<At<HostPath>>,
        /// The folder for the files of this stack, below the output folder. Default: the output folder itself.
        pub output: Option<At<OutputPath>>,
        /// Your own Compose files. Compose loads them after the generated ones in every mode, so they can override
        /// anything. Compose resolves their relative paths from the folder of the generated files. Default: none.
        pub compose_files: Option<At<Vec<At<HostPath>>>> => distinct().examples(&["./docker-compose.local.yml"]),
        /// The versions of stackgen that may compile this input. Any other version rejects it.
        pub required_version: Option<At<Requirement>>,
    }
}

table! {
    /// The machine that runs the stack.
    pub struct Host {
        /// The name of the machine, for stacks of one run that are on several machines. Stacks on hosts with the same
        /// name, or without a name, are checked together.
        pub name: Option<At<Line>> => examples(&["shop-1"]),
        /// The memory for all containers on this host together, including those of other stacks in the same run.
        pub memory: At<Bytes>,
        /// The CPUs for all containers on this host together, including those of other stacks in the same run.
        pub cpus: At<Cpus>,
        /// The platform of the machine, in Docker's notation. An image whose name contains another platform is
        /// reported.
        pub platform: Option<At<Platform>>,
    }
}

names! {
    /// A platform, in Docker's notation.
    pub enum Platform {
        /// 64-bit ARM.
        Arm64 = "linux/arm64",
        /// 64-bit x86.
        Amd64 = "linux/amd64",
    }
}

table! {
    /// A network of the stack.
    pub struct Network {
        /// The driver of the network.
        pub driver: At<Driver> = Driver::Bridge => because("the driver for one host"),
        /// The subnet of the network, like `172.20.0.0/16`. Default: chosen by Docker.
        pub subnet: Option<At<IpNet>>,
        /// The address of the gateway, inside `subnet`. Default: the first address of `subnet`.
        pub gateway: Option<At<Address>>,
        /// Whether the network is isolated: its containers cannot reach other networks, and it publishes no ports.
        pub internal: At<bool> = false => because("containers can reach other networks"),
    }
}

names! {
    /// The driver of a network.
    pub enum Driver {
        /// A network on one host.
        Bridge = "bridge",
        /// A network of a Docker swarm.
        Overlay = "overlay",
    }
}

table! {
    /// Where the value of a secret comes from: exactly one of `env` and `file`.
    pub struct Secret {
        /// The variable of `.env` that holds the value.
        pub env: Option<At<EnvName>>,
        /// The file on the host that holds the value.
        pub file: Option<At<HostPath>>,
        /// The time after which the value must be replaced.
        pub rotate: Option<At<Duration>>,
        /// The third party that issues the value, if stackgen must not generate it.
        pub issued_by: Option<At<Line>> => examples(&["Anthropic"]),
    }
}

table! {
    /// A mode: a set of active profiles. Any other table in it overrides keys of the stack.
    pub struct Mode {
        /// The Compose profiles that are active in this mode. Default: none.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// Whether the mode is for development. Default: true if its name starts with `dev`, otherwise false.
        pub development: Option<At<bool>>,
        /// Additional Compose files of your own for this mode, loaded after those of `stack.compose_files`. Default:
        /// none.
        pub compose_files: Option<At<Vec<At<HostPath>>>> => distinct(),
        /// Keys of the base to remove in this mode, like `services.api.command`. They are removed before the mode's
        /// own keys are set. Default: none.
        pub unset: Option<At<Vec<At<KeyPath>>>> => distinct(),
    }
}

impl Identity {
    /// The folder for the files of this stack, below the output folder.
    #[must_use]
    pub fn output_dir(&self) -> Utf8PathBuf {
        self.output.as_ref().map(|output| output.as_path().to_owned()).unwrap_or_default()
    }
}
