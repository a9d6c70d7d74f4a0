//! The database, resolved.

use indexmap::IndexMap;

use crate::components::postgres::input::{Encoding, LocaleProvider};
use crate::components::postgres::table::POSTGRES_VERSIONS;
use crate::model::{Container, Release, Stack};
use crate::origin::{At, Span};
use crate::units::{Bytes, DatabaseName, InitLocale, Port, PostgresName, SecretName};

/// PostgreSQL: a container of the stack, or a server outside of it. What describes the container's
/// server (encoding, locale, settings, shared memory) does not apply to a server outside.
#[derive(Debug, Clone)]
pub struct Postgres {
    /// Its container; none: the server is outside of the stack.
    pub container: Option<Container>,
    /// The version of its server; none: the server is outside of the stack.
    pub release: Option<Release>,
    /// The host name or address that clients use; an IPv6 address without brackets.
    pub host: At<String>,
    /// The number of connections that a server outside of the stack accepts, if it is known.
    pub external_max_connections: Option<At<u32>>,
    /// The database.
    pub database: At<DatabaseName>,
    /// The role that Odoo uses.
    pub user: At<PostgresName>,
    /// The role's password.
    pub password: At<SecretName>,
    /// The server's superuser; none: the role itself is it, or the server is outside of the stack.
    pub superuser: Option<Superuser>,
    /// The port it listens on.
    pub port: At<Port>,
    /// The encoding of databases.
    pub encoding: At<Encoding>,
    /// The library that provides the locale.
    pub locale_provider: At<LocaleProvider>,
    /// The locale.
    pub locale: At<InitLocale>,
    /// Size of `/dev/shm`.
    pub shm_size: At<Bytes>,
    /// The table in which a setting would be written.
    pub settings_table: Span,
    /// Settings of the server, as PostgreSQL writes their values.
    pub settings: IndexMap<String, At<String>>,
}

/// The superuser of the server.
#[derive(Debug, Clone)]
pub struct Superuser {
    /// Its name.
    pub name: At<PostgresName>,
    /// Its password.
    pub password: At<SecretName>,
}

impl Postgres {
    /// The known version by which its settings are checked.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.release.as_ref().map_or(*POSTGRES_VERSIONS.end(), Release::nearest_major)
    }

    /// The server's container; nothing if it is outside of this stack.
    #[must_use]
    pub fn container(&self) -> Option<&Container> {
        self.container.as_ref()
    }

    /// Host and port as a URL has them: an IPv6 address in brackets (RFC 3986, 3.2.2).
    #[must_use]
    pub fn authority(&self) -> String {
        let (host, port) = (self.host.as_str(), self.port.get());
        if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }
}

impl Stack {
    /// Its database.
    ///
    /// # Panics
    /// Never: every stack has one.
    #[must_use]
    pub fn postgres(&self) -> &Postgres {
        self.facts().expect("every stack has a database")
    }
}
