//! The database, decided.

use indexmap::IndexMap;

use super::Container;
use crate::origin::{At, Span};
use crate::spec::{Encoding, LocaleProvider};
use crate::units::{Bytes, InitLocale, Port, PostgresName, SecretName};

/// PostgreSQL.
#[derive(Debug, Clone)]
pub struct Postgres {
    /// Its container.
    pub container: Container,
    /// The database made at the first start.
    pub database: At<PostgresName>,
    /// The role made at the first start.
    pub user: At<PostgresName>,
    /// The role's password.
    pub password: At<SecretName>,
    /// The port it listens on.
    pub port: At<Port>,
    /// The encoding of databases.
    pub encoding: At<Encoding>,
    /// Who knows the locale.
    pub locale_provider: At<LocaleProvider>,
    /// The locale.
    pub locale: At<InitLocale>,
    /// Size of `/dev/shm`.
    pub shm_size: At<Bytes>,
    /// What the server outside of this stack takes, where that is known.
    pub external_max_connections: Option<At<u32>>,
    /// The table in which a setting would be written.
    pub settings_table: Span,
    /// Settings of the server, as PostgreSQL writes their values.
    pub settings: IndexMap<String, At<String>>,
}

impl Postgres {
    /// The server's container; nothing where it is outside of this stack.
    #[must_use]
    pub fn container(&self) -> Option<&Container> {
        Some(&self.container)
    }
}
