//! What every container has, decided.

use std::net::IpAddr;

use indexmap::IndexMap;

use super::Run;
use crate::input::{Capability, Condition, ContainerKeys, Protocol, Restart};
use crate::origin::{At, Origin};
use crate::units::{
    Address, Bytes, ContainerName, ContainerPath, Cpus, Duration, HostPath, Image, NetworkName, Port, ProfileName,
    SecretName, ServiceName, VolumeName,
};

/// A container of the stack.
#[derive(Debug, Clone)]
pub struct Container {
    /// Its service, which is also its host name.
    pub service: At<ServiceName>,
    /// Its fixed name, if it has one.
    pub name: Option<At<ContainerName>>,
    /// Its image.
    pub image: Option<At<Image>>,
    /// The folder it is built from.
    pub build: Option<At<HostPath>>,
    /// The profiles in which it runs; none: always.
    pub profiles: Vec<At<ProfileName>>,
    /// Whether it runs in this mode.
    pub active: bool,
    /// The networks it joins.
    pub networks: Vec<At<NetworkName>>,
    /// Its fixed addresses, by network.
    pub addresses: IndexMap<NetworkName, At<Address>>,
    /// Further host names on its networks.
    pub aliases: Vec<String>,
    /// Host names that it finds without a name server.
    pub hosts: IndexMap<String, At<Address>>,
    /// What it may use.
    pub resources: Resources,
    /// What it may do.
    pub security: Security,
    /// Whether an init is its first process.
    pub init: At<bool>,
    /// When it is started again.
    pub restart: At<Restart>,
    /// From the signal to stop until it is killed.
    pub stop_grace_period: At<Duration>,
    /// The times of its health check.
    pub health: HealthTimes,
    /// The bounds of its log.
    pub log: Log,
    /// Its ports on the host.
    pub ports: Vec<Published>,
    /// Its volumes and bind mounts; the generated files it reads are not among them.
    pub mounts: Vec<Mount>,
    /// What must be there first.
    pub depends_on: IndexMap<ServiceName, Dependency>,
    /// What a reference would have made a dependency, had the input not said `any`.
    pub unordered: IndexMap<ServiceName, Origin>,
    /// The services that it connects to.
    pub reaches: Vec<Reach>,
    /// The secrets whose files it reads.
    pub secrets: Vec<SecretName>,
    /// What its section says of it; the other fields are what follows.
    pub keys: ContainerKeys,
    /// What it runs and is told.
    pub run: Run,
}

impl Container {
    /// Whether another one differs in nothing but in whether it runs in its mode.
    #[must_use]
    pub fn is_defined_as(&self, other: &Self) -> bool {
        let Self {
            active: _,
            service,
            name,
            image,
            build,
            profiles,
            networks,
            addresses,
            aliases,
            hosts,
            resources,
            security,
            init,
            restart,
            stop_grace_period,
            health,
            log,
            ports,
            mounts,
            depends_on,
            unordered,
            reaches,
            secrets,
            keys,
            run,
        } = self;
        *service == other.service
            && *name == other.name
            && *image == other.image
            && *build == other.build
            && *profiles == other.profiles
            && *networks == other.networks
            && *addresses == other.addresses
            && *aliases == other.aliases
            && *hosts == other.hosts
            && *resources == other.resources
            && *security == other.security
            && *init == other.init
            && *restart == other.restart
            && *stop_grace_period == other.stop_grace_period
            && *health == other.health
            && *log == other.log
            && *ports == other.ports
            && *mounts == other.mounts
            && *depends_on == other.depends_on
            && *unordered == other.unordered
            && *reaches == other.reaches
            && *secrets == other.secrets
            && *keys == other.keys
            && *run == other.run
    }
}

/// A connection to another service.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// The service.
    pub service: ServiceName,
    /// The port, where the input says it.
    pub port: Option<At<Port>>,
    /// Because of what.
    pub origin: Origin,
}

/// What a container may use.
#[derive(Debug, Clone, PartialEq)]
pub struct Resources {
    /// CPUs, at most.
    pub cpus: Option<At<Cpus>>,
    /// Memory, at most.
    pub memory: Option<At<Bytes>>,
    /// CPUs set aside.
    pub reserved_cpus: Option<At<Cpus>>,
    /// Memory set aside.
    pub reserved_memory: Option<At<Bytes>>,
    /// Processes and threads, at most.
    pub pids: At<u32>,
}

/// What a container may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Security {
    /// Whether no program gives a process more privileges.
    pub no_new_privileges: At<bool>,
    /// Capabilities that its root has not.
    pub cap_drop: At<Vec<Capability>>,
    /// Capabilities that its root has all the same.
    pub cap_add: At<Vec<Capability>>,
    /// Whether the files of its image cannot be changed.
    pub read_only: At<bool>,
    /// Folders kept in memory.
    pub tmpfs: Vec<At<ContainerPath>>,
}

/// The times of a health check.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthTimes {
    /// Between two checks.
    pub interval: At<Duration>,
    /// After which a check has failed.
    pub timeout: At<Duration>,
    /// Failures in a row that make it unhealthy.
    pub retries: At<u32>,
    /// In which failures do not count.
    pub start_period: At<Duration>,
}

/// A health check.
#[derive(Debug, Clone, PartialEq)]
pub enum HealthTest {
    /// A program and its arguments.
    Command(At<Vec<String>>),
    /// A line for the shell.
    Shell(At<String>),
}

/// The bounds of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// Size of one file, at most.
    pub max_size: At<Bytes>,
    /// Number of files.
    pub max_files: At<u32>,
}

/// A port on the host.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The host's address.
    pub address: At<IpAddr>,
    /// The port on the host.
    pub host: At<Port>,
    /// The port in the container.
    pub container: At<Port>,
    /// The protocol.
    pub protocol: At<Protocol>,
}

/// A volume or bind mount.
#[derive(Debug, Clone, PartialEq)]
pub struct Mount {
    /// What is mounted.
    pub source: MountSource,
    /// Where it appears.
    pub target: At<ContainerPath>,
    /// Whether it can only be read.
    pub read_only: At<bool>,
}

/// What is mounted.
#[derive(Debug, Clone, PartialEq)]
pub enum MountSource {
    /// A named volume.
    Volume(At<VolumeName>),
    /// A path on the host, as seen from the generated files.
    Bind(At<String>),
}

impl MountSource {
    /// Where it was decided.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::Volume(name) => name.origin(),
            Self::Bind(path) => path.origin(),
        }
    }
}

/// What must be there first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dependency {
    /// In which state.
    pub condition: Condition,
    /// Because of what.
    pub origin: Origin,
}

impl Container {
    /// The host name for URLs: RFC 1123 has no `_`, so an alias without it stands in.
    #[must_use]
    pub fn host(&self) -> String {
        self.service.host()
    }

    /// Whether another container runs whenever this one does: in the mode, and where this one does not run in it, in every
    /// mode with its profiles.
    #[must_use]
    pub fn always_with(&self, other: &Self) -> bool {
        if self.active {
            return other.active;
        }
        let named = |profile: &At<ProfileName>| other.profiles.iter().any(|of| **of == **profile);
        other.profiles.is_empty() || self.profiles.iter().all(named)
    }
}
