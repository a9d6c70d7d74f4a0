//! The sections that describe no product.

use camino::Utf8PathBuf;
use ipnet::IpNet;

use crate::origin::At;
use crate::units::{
    Address, Bytes, Cpus, Duration, EnvName, HostPath, KeyPath, Line, OutputPath, ProfileName, ProjectName, Requirement,
};

table! {
    /// The Compose project.
    pub struct Identity {
        /// The Compose project: it prefixes volumes and networks.
        pub name: At<ProjectName>,
        /// The folder that relative host paths start from, as seen from the generated files.
        pub project_dir: Option<At<HostPath>>,
        /// The folder of this stack's files below the output folder. Default: the output folder itself.
        pub output: Option<At<OutputPath>>,
        /// Compose files of your own, which are loaded behind the generated ones in every mode and may set anything anew. Compose takes
        /// relative paths in them as seen from the generated files. Default: none.
        pub compose_files: Option<At<Vec<At<HostPath>>>> => distinct().examples(&["./docker-compose.local.yml"]),
        /// The versions of stackgen that may read this input: any other one refuses it.
        pub required_version: Option<At<Requirement>>,
    }
}

table! {
    /// The machine that carries the stack.
    pub struct Host {
        /// The name of the machine, where the stacks of one run are on several. Stacks on hosts of one name, or none, are checked
        /// together.
        pub name: Option<At<Line>> => examples(&["shop-1"]),
        /// Memory that containers may use together, of all stacks of this run that are on this host.
        pub memory: At<Bytes>,
        /// CPUs that containers may use together, of all stacks of this run that are on this host.
        pub cpus: At<Cpus>,
        /// The platform of the machine, as Docker names it: an image whose name speaks of another one is found.
        pub platform: Option<At<Platform>>,
    }
}

names! {
    /// A platform, as Docker names it.
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
        /// The network's driver.
        pub driver: At<Driver> = Driver::Bridge => because("a network of this host"),
        /// Addresses of the network, like `172.20.0.0/16`. Default: Docker chooses.
        pub subnet: Option<At<IpNet>>,
        /// The address of the way out, inside `subnet`. Default: its first address.
        pub gateway: Option<At<Address>>,
        /// No way out of this network and no published ports.
        pub internal: At<bool> = false => because("the network has a way out"),
    }
}

names! {
    /// A network's driver.
    pub enum Driver {
        /// A network of this host.
        Bridge = "bridge",
        /// A network of a swarm.
        Overlay = "overlay",
    }
}

table! {
    /// Where a secret's value comes from: exactly one of `env` and `file`.
    pub struct Secret {
        /// The variable of `.env` that holds the value.
        pub env: Option<At<EnvName>>,
        /// The file on the host that holds the value.
        pub file: Option<At<HostPath>>,
        /// After how long the value is to be replaced.
        pub rotate: Option<At<Duration>>,
        /// Who issues the value, where it is not ours to make.
        pub issued_by: Option<At<Line>> => examples(&["Anthropic"]),
    }
}

table! {
    /// A mode: a set of active profiles. Any other table in it sets keys of the stack anew.
    pub struct Mode {
        /// The Compose profiles that are active in this mode. Default: none.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// Whether this is a mode for the work on the code. Default: whether its name starts with `dev`.
        pub development: Option<At<bool>>,
        /// Further Compose files of your own for this mode, behind those of `stack.compose_files`. Default: none.
        pub compose_files: Option<At<Vec<At<HostPath>>>> => distinct(),
        /// Keys of the base that this mode does without, like `services.api.command`. They are taken out before the mode's own keys
        /// are set. Default: none.
        pub unset: Option<At<Vec<At<KeyPath>>>> => distinct(),
    }
}

impl Identity {
    /// The folder of this stack's files below the output folder.
    #[must_use]
    pub fn output_dir(&self) -> Utf8PathBuf {
        self.output.as_ref().map(|output| output.as_path().to_owned()).unwrap_or_default()
    }
}
