//! The `[postgres]` section.

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{HealthTimes, Logging, PostgresSettings, PublishedPort, Resources, Restart, SecretUse, Security};
use crate::origin::At;
use crate::units::{
    Bytes, ContainerName, DatabaseName, Duration, Image, InitLocale, NetworkName, Port, PostgresName, ServerHost,
    ServiceName, Version, VolumeName,
};

/// The PostgreSQL database: a container of this stack, or a server outside of it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = one_of_two_places)]
pub struct Postgres {
    /// A server outside of this stack. Then no key that describes a container can stand here, and the
    /// database and the role must be there already.
    #[serde(default)]
    pub external: Option<At<ExternalPostgres>>,
    /// The Compose service, which is also the host name. Default: `db`.
    #[serde(default)]
    pub service: Option<At<ServiceName>>,
    /// A fixed name of the container. Default: Compose makes one.
    #[serde(default)]
    pub container_name: Option<At<ContainerName>>,
    /// The image; it must be one of the official PostgreSQL images or behave like it. It is needed
    /// unless the server is `external`.
    #[serde(default)]
    pub image: Option<At<Image>>,
    /// The major version of the server, like `16`: needed where the tag of the image does not tell it. What the server
    /// understands and where it keeps its data follow from it.
    #[serde(default)]
    pub version: Option<At<Version>>,
    /// The database. The image makes it at the first start.
    pub database: At<DatabaseName>,
    /// The role that Odoo uses. The image makes it at the first start.
    pub user: At<PostgresName>,
    /// The role's password.
    pub password: At<SecretUse>,
    /// The server's superuser, where it is to be another one than the role that Odoo uses. As the
    /// role, it is made at the first start, on an empty volume. Default: the role is the superuser.
    #[serde(default)]
    pub superuser: Option<At<PostgresSuperuser>>,
    /// The encoding of databases. Default: `UTF8`.
    #[serde(default)]
    pub encoding: Option<At<Encoding>>,
    /// How text is sorted and compared. Default: bytewise, as `C.UTF-8` does.
    #[serde(default)]
    pub locale: Option<At<PostgresLocale>>,
    /// Settings of the server (PostgreSQL's manual, chapter 20), given to it on its command line.
    #[serde(default)]
    pub settings: Option<At<PostgresSettings>>,
    /// Size of `/dev/shm`, which parallel queries use. Default: 256 MiB.
    #[serde(default)]
    pub shm_size: Option<At<Bytes>>,
    /// The volume of the data. Default: `postgres_data`.
    #[serde(default)]
    pub volume: Option<At<VolumeName>>,
    /// Ports published on the host. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub ports: Option<At<Vec<At<PublishedPort>>>>,
    /// The networks it joins. Default: the first of `[networks]`.
    #[serde(default)]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub networks: Option<At<Vec<At<NetworkName>>>>,
    /// What the container may use.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
    /// When the container is started again. Default: `unless-stopped`.
    #[serde(default)]
    pub restart: Option<At<Restart>>,
    /// What the container may do.
    #[serde(default)]
    pub security: Option<At<Security>>,
    /// Whether an init is the first process: it passes signals on, and takes in what other processes
    /// leave behind. Default: true.
    #[serde(default)]
    pub init: Option<At<bool>>,
    /// Time from the signal to stop until the server is killed. Default: 1 m.
    #[serde(default)]
    pub stop_grace_period: Option<At<Duration>>,
    /// The times of the health check.
    #[serde(default)]
    pub healthcheck: Option<At<HealthTimes>>,
    /// Bounds of the log.
    #[serde(default)]
    pub logging: Option<At<Logging>>,
}

/// Keys that say the same of a container and of a server outside of the stack.
const OF_BOTH: &[&str] = &["external", "database", "user", "password"];

/// Why no key of a container can stand beside `external`.
const EXTERNAL: &str = "with `external` the server is no container of this stack: its image, its settings and its \
                        superuser are its own";

/// With `external` no key of a container is possible; without it the image is needed.
fn one_of_two_places(schema: &mut Schema) {
    let keys = schema.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let of_container: Map<String, Value> =
        keys.filter(|key| !OF_BOTH.contains(&key.as_str())).map(|key| (key.clone(), json!(false))).collect();
    schema.insert("if".into(), json!({ "required": ["external"] }));
    schema.insert("then".into(), json!({ "description": EXTERNAL, "properties": of_container }));
    schema.insert("else".into(), json!({ "required": ["image"] }));
}

/// A PostgreSQL server outside of the stack.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExternalPostgres {
    /// Its host name or IP address, as a container of the stack reaches it.
    pub host: At<ServerHost>,
    /// The port that it listens on. Default: 5432.
    #[serde(default)]
    pub port: Option<At<Port>>,
    /// The connections that it takes (its setting `max_connections`), if they are known.
    #[serde(default)]
    #[schemars(range(min = 1, max = 262_143))]
    pub max_connections: Option<At<u32>>,
}

/// The superuser of the server, whom only the server's container knows. At the first start the image
/// reads the role's password as its own user `postgres`: a secret that is a file must be readable for it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostgresSuperuser {
    /// Its name.
    pub name: At<PostgresName>,
    /// Its password.
    pub password: At<SecretUse>,
}

/// An encoding of PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Encoding {
    /// Unicode, which Odoo needs.
    #[serde(rename = "UTF8")]
    Utf8,
}

impl Encoding {
    /// The encoding, as initdb names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF8",
        }
    }
}

/// How text is sorted and compared.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostgresLocale {
    /// Who knows the locale.
    pub provider: At<LocaleProvider>,
    /// The locale: a BCP 47 tag for `icu` (`es-CL`), a name of the system for `libc` (`C.UTF-8`).
    pub name: At<InitLocale>,
}

/// Who knows a locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LocaleProvider {
    /// The ICU library: the same on every image.
    Icu,
    /// The system's C library: Alpine has only C, POSIX and C.UTF-8.
    Libc,
}
