//! The stack as it is deployed in one mode: everything decided, nothing left out.

mod container;
mod odoo;
mod postgres;
mod redis;
mod resolve;
mod value;

pub use container::{Container, Dependency, HealthTest, HealthTimes, Log, Mount, MountSource, Published, Resources};
pub use odoo::Odoo;
pub use postgres::{Postgres, Superuser};
pub use redis::{Redis, RedisNode, RoleSource, Sentinel};
pub use resolve::{Resolved, resolve};
pub use value::{EnvTerm, OdooValue, Piece};

use indexmap::IndexMap;

use crate::origin::At;
use crate::spec::Driver;
use crate::units::{
    Bytes, Cpus, Duration, EnvName, HostPath, Line, ModeName, NetworkName, ProfileName, ProjectName, SecretName,
    ServiceName,
};

/// A deployment in one mode.
#[derive(Debug, Clone)]
pub struct Stack {
    /// The Compose project.
    pub name: At<ProjectName>,
    /// The mode, or nothing: the stack that `docker compose up` starts without any profile.
    pub mode: Option<ModeName>,
    /// The active profiles.
    pub profiles: Vec<ProfileName>,
    /// The folder that relative host paths start from, as seen from the generated files.
    pub project_dir: At<HostPath>,
    /// The machine, if it is described.
    pub host: Option<Host>,
    /// The networks, by name.
    pub networks: IndexMap<NetworkName, Network>,
    /// The secrets, by name.
    pub secrets: IndexMap<SecretName, Secret>,
    /// Each place that uses a secret.
    pub secret_uses: Vec<At<SecretName>>,
    /// The database.
    pub postgres: Postgres,
    /// Redis, if there is one.
    pub redis: Option<Redis>,
    /// Odoo.
    pub odoo: Odoo,
    /// The further services.
    pub services: Vec<Service>,
}

/// The machine that carries the stack.
#[derive(Debug, Clone)]
pub struct Host {
    /// Memory for containers.
    pub memory: At<Bytes>,
    /// CPUs for containers.
    pub cpus: At<Cpus>,
}

/// A network.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its driver.
    pub driver: At<Driver>,
    /// Its addresses, if they are fixed.
    pub subnet: Option<At<ipnet::IpNet>>,
    /// Whether it has no way out.
    pub internal: At<bool>,
}

/// Where a secret's value is found. There is no type for the value.
#[derive(Debug, Clone)]
pub enum SecretSource {
    /// A variable of `.env`.
    Env(At<EnvName>),
    /// A file on the host.
    File(At<HostPath>),
}

/// A secret.
#[derive(Debug, Clone)]
pub struct Secret {
    /// Where its value is found.
    pub source: SecretSource,
    /// After how long it is to be replaced.
    pub rotate: Option<At<Duration>>,
    /// Who issues it, where it is not ours to make.
    pub issued_by: Option<At<Line>>,
}

/// A further service.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its container.
    pub container: Container,
    /// Its command, if it is not the image's.
    pub command: Option<At<Vec<Line>>>,
    /// The user it runs as, if it is not the image's.
    pub user: Option<At<Line>>,
    /// Its environment.
    pub environment: IndexMap<EnvName, At<EnvTerm>>,
    /// Its health check, if there is one.
    pub health: Option<HealthTest>,
    /// The folder that its build context starts from, as seen from the generated files.
    pub project_dir: HostPath,
}

impl Stack {
    /// Every container, active or not, in the order of the generated file.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        let redis = self.redis.iter().flat_map(Redis::containers);
        let rest = self.services.iter().map(|service| &service.container);
        let odoo = std::iter::once(&self.odoo.container);
        self.postgres.container.iter().chain(redis).chain(odoo).chain(rest)
    }

    /// The containers that run in this mode.
    pub fn active(&self) -> impl Iterator<Item = &Container> {
        self.containers().filter(|container| container.active)
    }

    /// The container of a service.
    #[must_use]
    pub fn container(&self, service: &ServiceName) -> Option<&Container> {
        self.containers().find(|container| *container.service == *service)
    }
}
