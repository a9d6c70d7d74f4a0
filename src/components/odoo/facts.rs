//! Odoo, resolved.

use indexmap::IndexMap;

use crate::components::odoo::input::{Proxy, SessionStore};
use crate::model::{Container, EnvTerm, Release, Stack};
use crate::origin::{At, Span};
use crate::units::{EnvName, Port, SecretName};

/// The configuration that Odoo reads: odoo.conf, and behind it the options that a secret holds. Every container has a folder
/// in memory here that everybody may write to (OCI runtime specification, config-linux, default filesystems). One that
/// `tmpfs` makes where the image has no folder is root's alone once the container is started again (runc 1.1.5, observed).
pub const ODOO_RC: &str = "/dev/shm/odoo.conf";

/// Odoo.
#[derive(Debug, Clone)]
pub struct Odoo {
    /// Its container.
    pub container: Container,
    /// Its version.
    pub release: Release,
    /// The port of the HTTP service.
    pub http_port: At<Port>,
    /// The port of the websocket service.
    pub gevent_port: At<Port>,
    /// The master password of the database manager.
    pub admin_password: Option<At<SecretName>>,
    /// Where sessions are stored.
    pub sessions: At<SessionStore>,
    /// The reverse proxy in front of Odoo.
    pub proxy: At<Proxy>,
    /// The module that was added to the server-wide modules for the sessions.
    pub added_module: Option<String>,
    /// The folders of modules, as seen from the generated files.
    pub addons: Vec<At<String>>,
    /// The table in which an option would be written.
    pub options_table: Span,
    /// Whether that table is written; if not, the table is that of Odoo itself.
    pub options_written: bool,
    /// Every option of odoo.conf, in the order of the file.
    pub options: IndexMap<String, At<OdooValue>>,
    /// The options that addons read.
    pub custom_options: IndexMap<String, At<OdooValue>>,
    /// The options that a secret holds: the start script puts them behind the others.
    pub secret_options: IndexMap<&'static str, At<SecretName>>,
    /// Its environment.
    pub environment: IndexMap<EnvName, At<EnvTerm>>,
}

impl Odoo {
    /// The version by which its options are checked.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.release.nearest_major()
    }
}

impl Stack {
    /// Its Odoo.
    ///
    /// # Panics
    /// Never: every stack has one.
    #[must_use]
    pub fn odoo(&self) -> &Odoo {
        self.facts().expect("every stack has Odoo")
    }
}

/// The value of an option of odoo.conf, as Odoo parses it.
#[derive(Debug, Clone, PartialEq)]
pub enum OdooValue {
    /// A string or a path.
    Text(String),
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Real(f64),
    /// Strings with commas between them.
    List(Vec<String>),
}
