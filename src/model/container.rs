//! What every container has, resolved.

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
    /// Its service, whose name is also its host name.
    pub service: At<ServiceName>,
    /// Its fixed name, if it has one.
    pub name: Option<At<ContainerName>>,
    /// Its image.
    pub image: Option<At<Image>>,
    /// The folder it is built from.
    pub build: Option<At<HostPath>>,
    /// The profiles in which it runs; empty if it always runs.
    pub profiles: Vec<At<ProfileName>>,
    /// Whether it runs in this mode.
    pub active: bool,
    /// The networks it joins.
    pub networks: Vec<At<NetworkName>>,
    /// Its fixed addresses, by network.
    pub addresses: IndexMap<NetworkName, At<Address>>,
    /// Additional host names on its networks.
    pub aliases: Vec<String>,
    /// Host names that it resolves without a name server.
    pub hosts: IndexMap<String, At<Address>>,
    /// Its resource limits and reservations.
    pub resources: Resources,
    /// Its privileges.
    pub security: Security,
    /// Whether an init process runs as PID 1.
    pub init: At<bool>,
    /// When it is restarted.
    pub restart: At<Restart>,
    /// The time that it has to stop before it is killed.
    pub stop_grace_period: At<Duration>,
    /// The timing of its health check.
    pub health: HealthTimes,
    /// The limits of its log.
    pub log: Log,
    /// Its published ports.
    pub ports: Vec<Published>,
    /// Its volumes and bind mounts, without the generated files that it reads.
    pub mounts: Vec<Mount>,
    /// Its dependencies.
    pub depends_on: IndexMap<ServiceName, Dependency>,
    /// Dependencies that references would add, but that the input removes with `any`.
    pub unordered: IndexMap<ServiceName, Origin>,
    /// The services that it connects to.
    pub reaches: Vec<Reach>,
    /// The secrets that it reads from files.
    pub secrets: Vec<SecretName>,
    /// The keys of its section, from which the other fields are resolved.
    pub keys: ContainerKeys,
    /// What it runs, and its environment and files.
    pub run: Run,
}

impl Container {
    /// Whether another container is the same, except that it may or may not run in its mode.
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
    /// The port, if the input sets it.
    pub port: Option<At<Port>>,
    /// Where it was decided.
    pub origin: Origin,
}

/// The resource limits and reservations of a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Resources {
    /// The maximum number of CPUs.
    pub cpus: Option<At<Cpus>>,
    /// The memory limit.
    pub memory: Option<At<Bytes>>,
    /// The number of CPUs that are reserved.
    pub reserved_cpus: Option<At<Cpus>>,
    /// The amount of memory that is reserved.
    pub reserved_memory: Option<At<Bytes>>,
    /// The maximum number of processes and threads.
    pub pids: At<u32>,
}

/// The privileges of a container.
#[derive(Debug, Clone, PartialEq)]
pub struct Security {
    /// Whether processes are prevented from gaining privileges.
    pub no_new_privileges: At<bool>,
    /// Capabilities that are dropped for its root.
    pub cap_drop: At<Vec<Capability>>,
    /// Capabilities that its root keeps.
    pub cap_add: At<Vec<Capability>>,
    /// Whether its root filesystem is read-only.
    pub read_only: At<bool>,
    /// Folders that are kept in memory.
    pub tmpfs: Vec<At<ContainerPath>>,
}

/// The timing of a health check.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthTimes {
    /// The time between two checks.
    pub interval: At<Duration>,
    /// The time after which a check counts as failed.
    pub timeout: At<Duration>,
    /// The number of consecutive failures after which it is unhealthy.
    pub retries: At<u32>,
    /// The time after the start during which failures do not count.
    pub start_period: At<Duration>,
}

/// A health check.
#[derive(Debug, Clone, PartialEq)]
pub enum HealthTest {
    /// A program and its arguments.
    Command(At<Vec<String>>),
    /// A shell command.
    Shell(At<String>),
}

/// The limits of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    /// The maximum size of one file.
    pub max_size: At<Bytes>,
    /// The number of files that are kept.
    pub max_files: At<u32>,
}

/// A published port.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The address of the host.
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
    /// The path of the mount in the container.
    pub target: At<ContainerPath>,
    /// Whether it is read-only.
    pub read_only: At<bool>,
}

/// What is mounted.
#[derive(Debug, Clone, PartialEq)]
pub enum MountSource {
    /// A named volume.
    Volume(At<VolumeName>),
    /// A path on the host, relative to the generated files.
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

/// A dependency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dependency {
    /// The state that it must have reached.
    pub condition: Condition,
    /// Where it was decided.
    pub origin: Origin,
}

impl Container {
    /// The host name for URLs: RFC 1123 does not allow `_`, so an alias without it is used.
    #[must_use]
    pub fn host(&self) -> String {
        self.service.host()
    }

    /// Whether another container runs whenever this one does: in this mode or, if this one does not run in it, in
    /// every mode with its profiles.
    #[must_use]
    pub fn always_with(&self, other: &Self) -> bool {
        if self.active {
            return other.active;
        }
        let named = |profile: &At<ProfileName>| other.profiles.iter().any(|of| **of == **profile);
        other.profiles.is_empty() || self.profiles.iter().all(named)
    }
}
