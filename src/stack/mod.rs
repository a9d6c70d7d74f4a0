//! The stack as it is deployed in one mode: everything decided, nothing left out.

mod address;
mod amounts;
mod container;
mod facts;
mod odoo;
mod postgres;
mod redis;
mod release;
mod resolve;
mod router;
mod run;
mod value;
mod variable;

pub use address::{Address, Role, addresses};
pub use container::{
    Container, Dependency, HealthTest, HealthTimes, Log, Mount, MountSource, Published, Reach, Resources, Security,
};
pub use facts::Facts;
pub use odoo::{ODOO_RC, Odoo};
pub use postgres::{Postgres, Superuser};
pub use redis::{Programs, Redis, RedisNode, RoleSource, Sentinel};
pub use release::{Release, postgres_of_image, redis_servers, runs_valkey};
pub use resolve::{Resolved, resolve};
use router::ANY_ROUTER;
pub use router::{Access, Router};
pub use run::{ConfigFile, ROUTER_CONFIG, Run, SERVICE_START, Said};
pub use value::{EnvTerm, OdooValue, Piece};
pub use variable::Variable;

use indexmap::IndexMap;

use crate::input::{Condition, Driver, Platform, RedisPart, Restart};
use crate::origin::{At, Origin};
use crate::units::{
    Bytes, Cpus, Duration, EnvName, HostPath, Line, ModeName, NetworkName, ProfileName, ProjectName, SecretName,
    ServiceName,
};

/// A deployment in one mode.
#[derive(Debug)]
pub struct Stack {
    /// The Compose project.
    pub name: At<ProjectName>,
    /// The mode, or nothing: the stack that `docker compose up` starts without any profile.
    pub mode: Option<ModeName>,
    /// The active profiles.
    pub profiles: Vec<At<ProfileName>>,
    /// The folder of its files below the output folder.
    pub output: camino::Utf8PathBuf,
    /// The folder that relative host paths start from, as seen from the generated files.
    pub project_dir: At<HostPath>,
    /// The user's own Compose files, as seen from the generated files, in the order in which Compose loads them.
    pub compose_files: Vec<At<String>>,
    /// The machine, if it is described.
    pub host: Option<Host>,
    /// The networks, by name.
    pub networks: IndexMap<NetworkName, Network>,
    /// The secrets, by name.
    pub secrets: IndexMap<SecretName, Secret>,
    /// Each place that uses a secret.
    pub secret_uses: Vec<At<SecretName>>,
    /// Each text that reaches a container as it is written.
    pub literals: Vec<Literal>,
    /// Who uses Redis, and how.
    pub redis_clients: Vec<RedisClient>,
    /// The services that are told the address of the database, and the connections that each may hold.
    pub postgres_clients: IndexMap<ServiceName, u32>,
    /// Whether this is a mode for the work on the code.
    pub development: bool,
    /// What is known of each product, in the order of the generated file.
    pub facts: Vec<Box<dyn Facts>>,
}

/// The machine that carries the stack.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its name, where stacks of one run are on several hosts.
    pub name: Option<At<Line>>,
    /// Memory for containers.
    pub memory: At<Bytes>,
    /// CPUs for containers.
    pub cpus: At<Cpus>,
    /// Its platform.
    pub platform: Option<At<Platform>>,
}

/// A text that reaches a container as it is written.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The container's service.
    pub service: ServiceName,
    /// The text.
    pub text: At<String>,
}

/// A client of Redis that the input declares.
#[derive(Debug, Clone)]
pub struct RedisClient {
    /// Its service.
    pub service: ServiceName,
    /// Whether these are the sessions of Odoo.
    pub sessions: bool,
    /// Where it is told the address.
    pub place: Origin,
    /// The database index that it uses in this mode.
    pub db: At<u32>,
    /// Which part of the address it is told.
    pub part: RedisPart,
    /// How it gets to the master.
    pub access: Access,
    /// Whether all its keys have a time to live, where that is said.
    pub ttl: Option<At<bool>>,
    /// Whether it knows that others use its database.
    pub shared: bool,
}

/// A network.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its driver.
    pub driver: At<Driver>,
    /// Its addresses, if they are fixed.
    pub subnet: Option<At<ipnet::IpNet>>,
    /// Those of them that Docker may choose for a container, if others are fixed.
    pub dynamic: Option<At<ipnet::IpNet>>,
    /// The address of its way out, if it is fixed.
    pub gateway: Option<At<crate::units::Address>>,
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

impl SecretSource {
    /// The variable of `.env` that holds the value, where it is one.
    #[must_use]
    pub fn variable(&self) -> Option<&At<EnvName>> {
        match self {
            Self::Env(variable) => Some(variable),
            Self::File(_) => None,
        }
    }

    /// Where it was decided.
    #[must_use]
    pub fn origin(&self) -> Origin {
        match self {
            Self::Env(env) => env.origin(),
            Self::File(file) => file.origin(),
        }
    }
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
}

/// The further services of a stack.
#[derive(Debug)]
pub struct Services(pub Vec<Service>);

impl Facts for Services {
    fn containers(&self) -> Vec<&Container> {
        self.0.iter().map(|service| &service.container).collect()
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        self.0.iter_mut().map(|service| &mut service.container).collect()
    }

    fn runs(&self) -> Vec<Run> {
        self.0.iter().map(run::service::run).collect()
    }
}

impl Service {
    /// Whether a secret reaches its environment: then it is started by a generated script.
    #[must_use]
    pub fn has_script(&self) -> bool {
        self.environment.values().any(|term| term.plain().is_none())
    }

    /// The path of that script.
    #[must_use]
    pub fn script(&self) -> Option<String> {
        self.has_script().then(|| format!("services/{}/start.sh", self.container.service.as_str()))
    }
}

impl Stack {
    /// Its further services.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        self.facts().map_or(&[], |services: &Services| &services.0)
    }

    /// The programs whose version matters, with what is known of it.
    pub fn releases(&self) -> impl Iterator<Item = &Release> {
        let redis = self.redis().into_iter().map(|redis| &redis.release);
        self.postgres().release.iter().chain(redis).chain(std::iter::once(&self.odoo().release))
    }

    /// Every container, active or not, in the order of the generated file.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.facts.iter().flat_map(|facts| facts.containers())
    }

    fn containers_mut(&mut self) -> impl Iterator<Item = &mut Container> {
        self.facts.iter_mut().flat_map(|facts| facts.containers_mut())
    }

    /// The containers that run in this mode.
    pub fn active(&self) -> impl Iterator<Item = &Container> {
        self.containers().filter(|container| container.active)
    }

    /// The clients of Redis that run.
    #[must_use]
    pub fn active_redis_clients(&self) -> Vec<&RedisClient> {
        let runs = |client: &&RedisClient| self.container(&client.service).is_some_and(|container| container.active);
        self.redis_clients.iter().filter(runs).collect()
    }

    /// The services that use the database and run, and the connections that each may hold.
    pub fn active_postgres_clients(&self) -> impl Iterator<Item = (&ServiceName, u32)> {
        let runs = |name: &ServiceName| self.container(name).is_some_and(|container| container.active);
        self.postgres_clients.iter().filter(move |(name, _)| runs(name)).map(|(name, count)| (name, *count))
    }

    /// Redis and its sentinels, where these run.
    #[must_use]
    pub fn active_sentinel(&self) -> Option<(&Redis, &Sentinel)> {
        let redis = self.redis()?;
        redis.sentinel.as_ref().filter(|sentinel| sentinel.active()).map(|sentinel| (redis, sentinel))
    }

    /// Whether a further service does one piece of work and ends: others wait for that, or it runs in
    /// profiles alone, is not started again, and nobody waits for it.
    #[must_use]
    pub fn is_job(&self, service: &Service) -> bool {
        let one = &service.container;
        let mut awaited =
            self.containers().filter_map(|container| container.depends_on.get(&*one.service)).map(|on| on.condition);
        match awaited.next() {
            Some(first) => first == Condition::Completed || awaited.any(|other| other == Condition::Completed),
            None => *one.restart == Restart::No && !one.profiles.is_empty(),
        }
    }

    /// The volume of the database: its name in Docker, the major version of PostgreSQL that it is for, and where it was
    /// decided. Nothing where the server is outside of the stack or its version is not known.
    #[must_use]
    pub fn postgres_volume(&self) -> Option<(String, u32, Origin)> {
        let version = self.postgres().release.as_ref()?.version()?;
        let volume = self.postgres().container()?.mounts.iter().find_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name),
            MountSource::Bind(_) => None,
        })?;
        Some((format!("{}_{}", self.name.as_str(), volume.as_str()), version.major, volume.origin()))
    }

    /// The container of a service.
    #[must_use]
    pub fn container(&self, service: &ServiceName) -> Option<&Container> {
        self.containers().find(|container| *container.service == *service)
    }
}
