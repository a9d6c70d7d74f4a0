//! The input language: what a person may write, one file a section. No defaults, no logic.

#[macro_use]
mod declare;

mod container;
pub(crate) mod decode;
mod describe;
mod elsewhere;
mod endpoint;
mod language;
mod mistakes;
mod named;
mod odoo;
mod options;
mod postgres;
mod redis;
mod replica_buffer;
mod router;
mod rules;
mod schema;
mod security;
mod service;
pub(crate) mod shape;
mod stack;

pub use container::{HealthTimes, Logging, Resources, Restart};
pub use describe::{Key, Lookup};
pub use endpoint::{
    DatabasePart, Dialect, EnvValue, PostgresEndpoint, RedisEndpoint, RedisPart, Reference, SecretUse, ServiceEndpoint,
    ServiceScheme,
};
pub use language::Language;
pub use mistakes::FIXED_STRUCTURE;
pub use named::Named;
pub use odoo::{Odoo, OdooPorts, Proxy, SessionStore, Sessions};
pub use options::not_in_odoo_conf;
pub use options::{OdooOptions, PostgresSettings, RedisSettings, Scalar};
pub use postgres::{Encoding, ExternalPostgres, LocaleProvider, Postgres, PostgresLocale, PostgresSuperuser};
pub use redis::{AppendFsync, EvictionPolicy, Persistence, Redis, Replicas, Sentinel, Snapshot};
pub use replica_buffer::ReplicaBuffer;
pub use router::Router;
pub use rules::{Allowance, Level, Rules};
pub use security::{Capability, Security};
pub use service::{Condition, Health, Mount, MountSource, Protocol, PublishedPort, Service};
pub use stack::{Driver, Host, Identity, Mode, Network, Platform, Secret, Stack};

/// The language of this program's inputs.
pub static LANGUAGE: Language = Language::new(Stack::TABLE);
