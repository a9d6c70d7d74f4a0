//! The stack as it is deployed in one mode, completely resolved.

mod address;
mod container;
mod facts;
mod release;
mod run;
mod value;
mod variable;

pub use address::{Address, addresses};
pub use container::{
    Container, Dependency, HealthTest, HealthTimes, Log, Mount, MountSource, Published, Reach, Resources, Security,
};
pub use facts::{Facts, facts_of};
pub use release::{Release, plausible, reach};
pub use run::{ConfigFile, Run, Said, file, secret_file, shell, words};
pub use value::{EnvTerm, Piece};
pub use variable::Variable;

use std::collections::BTreeMap;

use indexmap::IndexMap;

use crate::artifact::Artifact;
use crate::input::{Driver, Platform};
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
    /// The mode; `None` for the base, which `docker compose up` starts without any profile.
    pub mode: Option<ModeName>,
    /// The active profiles.
    pub profiles: Vec<At<ProfileName>>,
    /// The folder of its files, below the output folder.
    pub output: camino::Utf8PathBuf,
    /// The base folder of relative host paths, relative to the generated files.
    pub project_dir: At<HostPath>,
    /// The user's own Compose files, relative to the generated files, in the order in which Compose loads them.
    pub compose_files: Vec<At<String>>,
    /// The machine, if it is described.
    pub host: Option<Host>,
    /// The networks, by name.
    pub networks: IndexMap<NetworkName, Network>,
    /// The secrets, by name.
    pub secrets: IndexMap<SecretName, Secret>,
    /// Each place that uses a secret.
    pub secret_uses: Vec<At<SecretName>>,
    /// Each text that reaches a container unchanged.
    pub literals: Vec<Literal>,
    /// Whether this mode is for development.
    pub development: bool,
    /// What is known about each product, in the order of the generated file.
    pub facts: Vec<Box<dyn Facts>>,
    /// The facts to which the container of a service belongs, and its position there.
    pub(crate) by_service: BTreeMap<ServiceName, (usize, usize)>,
}

/// The machine that runs the stack.
#[derive(Debug, Clone)]
pub struct Host {
    /// Its name, for stacks of one run that are on several hosts.
    pub name: Option<At<Line>>,
    /// The memory for containers.
    pub memory: At<Bytes>,
    /// The CPUs for containers.
    pub cpus: At<Cpus>,
    /// Its platform.
    pub platform: Option<At<Platform>>,
}

/// A text that reaches a container unchanged.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The container's service.
    pub service: ServiceName,
    /// The text.
    pub text: At<String>,
}

/// A network.
#[derive(Debug, Clone)]
pub struct Network {
    /// Its driver.
    pub driver: At<Driver>,
    /// Its subnet, if it is fixed.
    pub subnet: Option<At<ipnet::IpNet>>,
    /// The part of the subnet that Docker may assign to containers, if other addresses are fixed.
    pub dynamic: Option<At<ipnet::IpNet>>,
    /// The address of its gateway, if it is fixed.
    pub gateway: Option<At<crate::units::Address>>,
    /// Whether it is isolated from other networks.
    pub internal: At<bool>,
}

/// The source of a secret's value. There is no type for the value itself.
#[derive(Debug, Clone)]
pub enum SecretSource {
    /// A variable of `.env`.
    Env(At<EnvName>),
    /// A file on the host.
    File(At<HostPath>),
}

impl SecretSource {
    /// The variable of `.env` that contains the value, if it is one.
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
    /// The source of its value.
    pub source: SecretSource,
    /// The time after which it must be replaced.
    pub rotate: Option<At<Duration>>,
    /// The third party that issues it, if stackgen must not generate it.
    pub issued_by: Option<At<Line>>,
}

/// A deployment: the base, and the stack of each mode.
#[derive(Debug, Clone, Copy)]
pub struct Deployment<'s> {
    /// The stack that `docker compose up` starts without any profile.
    pub base: &'s Stack,
    /// The stack of each mode, in the order of the input.
    pub modes: &'s [Stack],
}

impl<'s> Deployment<'s> {
    /// The base, then each mode.
    pub fn stacks(self) -> impl Iterator<Item = &'s Stack> {
        std::iter::once(self.base).chain(self.modes)
    }
}

impl Stack {
    /// The generated files that its containers read.
    #[must_use]
    pub fn files(&self, input: &str) -> Vec<Artifact> {
        self.facts.iter().flat_map(|facts| facts.files(self, input)).collect()
    }

    /// The programs whose version matters, with what is known about it.
    pub fn releases(&self) -> impl Iterator<Item = &Release> {
        self.facts.iter().filter_map(|facts| facts.release())
    }

    /// Every container, active or not, in the order of the generated file.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.facts.iter().flat_map(|facts| facts.containers())
    }

    pub(crate) fn containers_mut(&mut self) -> impl Iterator<Item = &mut Container> {
        self.facts.iter_mut().flat_map(|facts| facts.containers_mut())
    }

    /// The containers that run in this mode.
    pub fn active(&self) -> impl Iterator<Item = &Container> {
        self.containers().filter(|container| container.active)
    }

    /// The container of a service.
    #[must_use]
    pub fn container(&self, service: &ServiceName) -> Option<&Container> {
        let (facts, at) = self.by_service.get(service)?;
        self.facts.get(*facts)?.container(*at)
    }

    /// Records the position of the container of each service.
    pub(crate) fn index(&mut self) {
        let places = self.facts.iter().enumerate().flat_map(|(of, facts)| {
            let services = facts.containers().into_iter().map(|container| (*container.service).clone());
            services.enumerate().map(move |(at, service)| (service, (of, at))).collect::<Vec<_>>()
        });
        // Two containers with the same name are reported as a mistake: the first one counts.
        let places: Vec<_> = places.collect();
        self.by_service = places.into_iter().rev().collect();
    }
}
