//! A first input that fits the host that will run it.

mod session_module;
mod sizes;
mod subnets;
mod text;

use clap::builder::PossibleValue;

use crate::units::{Bytes, Cpus, ProjectName};

pub use session_module::SessionModule;
pub use text::input;

/// The longest name that PostgreSQL does not truncate (PostgreSQL 15 manual, 4.1.1).
const LONGEST: usize = 63;

/// A kind of deployment to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// With Redis, replicas and Sentinel; failover in production.
    ProductionHa,
    /// With one Redis.
    Small,
    /// Without Redis.
    NoRedis,
}

impl clap::ValueEnum for Example {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.as_str()).help(self.summary()))
    }
}

impl Example {
    /// Every kind, the largest first.
    pub const ALL: [Self; 3] = [Self::ProductionHa, Self::Small, Self::NoRedis];

    /// The name, as the command line takes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ProductionHa => "production-ha",
            Self::Small => "small",
            Self::NoRedis => "no-redis",
        }
    }

    /// What it consists of, if Odoo can use Redis.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::ProductionHa => "Odoo, PostgreSQL, and Redis with two replicas and three sentinels in production",
            Self::Small => "Odoo, PostgreSQL and one Redis",
            Self::NoRedis => "Odoo and PostgreSQL",
        }
    }

    /// Whether Redis is part of it, if Odoo can use Redis.
    #[must_use]
    pub fn wants_redis(self) -> bool {
        self != Self::NoRedis
    }

    /// The memory that it requires of the host.
    #[must_use]
    pub const fn least_memory(self) -> Bytes {
        match self {
            Self::ProductionHa => Bytes::mib(4608),
            Self::Small => Bytes::mib(2560),
            // A host that is sold with 2 GB has about 1.9 GiB.
            Self::NoRedis => Bytes::mib(1856),
        }
    }

    /// The CPUs that it requires of the host.
    #[must_use]
    pub const fn least_cpus(self) -> Cpus {
        match self {
            Self::ProductionHa => Cpus::thousandths(2000),
            Self::Small | Self::NoRedis => Cpus::thousandths(1000),
        }
    }
}

/// The resources of the host that all containers together may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// Memory.
    pub memory: Bytes,
    /// CPUs.
    pub cpus: Cpus,
}

impl Machine {
    /// The largest kind of deployment that fits, if any.
    #[must_use]
    pub fn largest(self) -> Option<Example> {
        Example::ALL.into_iter().find(|example| self.check(*example).is_ok())
    }

    /// Whether a kind of deployment fits.
    ///
    /// # Errors
    /// If it does not; the error names the resource that is too small.
    pub fn check(self, example: Example) -> Result<(), TooSmall> {
        if self.memory < example.least_memory() {
            return Err(TooSmall::Memory { example, has: self.memory });
        }
        if self.cpus < example.least_cpus() {
            return Err(TooSmall::Cpus { example, has: self.cpus });
        }
        Ok(())
    }
}

/// The answers from which a first input is written.
#[derive(Debug, Clone)]
pub struct Answers {
    /// The name of the Compose project; the names of the database and its role follow from it.
    pub name: ProjectName,
    /// The kind of deployment.
    pub example: Example,
    /// The resources of the host.
    pub machine: Machine,
    /// The module with which Odoo can use Redis.
    pub session_module: Option<SessionModule>,
}

impl Answers {
    /// The module with which Odoo uses Redis, if the stack has Redis. Nothing else in the stack would use it.
    #[must_use]
    pub fn redis_client(&self) -> Option<&SessionModule> {
        self.session_module.as_ref().filter(|_| self.example.wants_redis())
    }

    /// What the stack consists of.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        let example = if self.redis_client().is_some() { self.example } else { Example::NoRedis };
        example.summary()
    }

    /// The name of the role and of the database, valid for both PostgreSQL and Odoo.
    #[must_use]
    pub fn database(&self) -> String {
        let name = self.name.as_str().replace('-', "_");
        // Roles that start with pg_ are reserved (PostgreSQL 15, CREATE ROLE), and so are these databases.
        let taken = name.starts_with("pg_") || ["postgres", "template0", "template1"].contains(&name.as_str());
        let name =
            if taken || name.starts_with(|first: char| first.is_ascii_digit()) { format!("odoo_{name}") } else { name };
        name.chars().take(LONGEST).collect()
    }
}

/// A host that is too small for the stack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TooSmall {
    /// Too little memory.
    #[error("`{}` needs a host with {} of memory, this one has {}: three Odoo processes are expected to use 975 MiB, and the other services and the system need the rest", example.as_str(), example.least_memory().human(), has.human())]
    Memory {
        /// The requested kind.
        example: Example,
        /// The host's memory.
        has: Bytes,
    },
    /// Too few CPUs.
    #[error("`{}` needs a host with {}, this one has {}", example.as_str(), example.least_cpus().human(), has.decimal())]
    Cpus {
        /// The requested kind.
        example: Example,
        /// The host's CPUs.
        has: Cpus,
    },
}
