//! Values that name a secret or a service of the stack instead of repeating its address.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::origin::At;
use crate::units::{Line, Port, SecretName, ServiceName, Text, Unit};

/// The use of a secret where a credential belongs.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(example = serde_json::json!({ "secret": "redis_password" }))]
pub struct SecretUse {
    /// The name of a secret under `[secrets]`.
    pub secret: At<SecretName>,
}

/// A value that follows from another part of the stack.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Reference {
    /// The value of a secret; the container's start script reads it from its file.
    Secret(At<SecretName>),
    /// The path of the secret's file in the container, for programs that read it themselves.
    SecretFile(At<SecretName>),
    /// The stack's Redis; with Sentinel active, what the client needs to follow a failover.
    Redis(At<RedisEndpoint>),
    /// The stack's PostgreSQL.
    Postgres(At<PostgresEndpoint>),
    /// A further service of the stack, or Odoo.
    Service(At<ServiceEndpoint>),
}

/// An address of the stack's Redis.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RedisEndpoint {
    /// The database index.
    #[schemars(range(min = 0, max = 2_147_483_646))]
    pub db: At<u32>,
    /// Which part of the address. Default: `url`.
    #[serde(default)]
    pub part: Option<At<RedisPart>>,
    /// How the client reads the sentinels from its URL, where Sentinel runs: its library. Default: it does not; its
    /// connections go through `[redis.router]`.
    #[serde(default)]
    pub dialect: Option<At<Dialect>>,
    /// Whether every key that the client writes has a time to live. Default: not said.
    #[serde(default)]
    pub ttl: Option<At<bool>>,
    /// Whether the client knows that others use its database too. Default: false.
    #[serde(default)]
    pub shared: Option<At<bool>>,
}

/// A part of a Redis address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RedisPart {
    /// `redis://:password@host:port/db`, or with Sentinel active what the `dialect` reads.
    Url,
    /// The host of the router, or of the first master.
    Host,
    /// The port of the router, or of the first master.
    Port,
    /// The database index.
    Db,
    /// The password.
    Password,
    /// The sentinels as `host:port,host:port`; empty without Sentinel.
    Sentinels,
    /// The name under which Sentinel monitors the master; empty without Sentinel.
    MasterName,
}

/// How a client reads the sentinels from a URL. Each is the name of who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dialect {
    /// `redis+sentinel://:password@sentinel:port,…/master/db`, which redis-sentinel-url defines. It does not decode the
    /// password, which therefore holds none of `/ ? # @ [ ]`: the start script refuses it otherwise.
    RedisSentinelUrl,
    /// `sentinel://:password@sentinel:port/db;…`: Celery and kombu, which want the part `master_name` beside it, as
    /// `master_name` in `broker_transport_options`.
    Celery,
    /// `redis-sentinel://:password@sentinel:port,…/db?sentinelMasterId=master`: Lettuce, and with it Spring.
    Lettuce,
    /// `redis-sentinel://:password@sentinel:port/db?sentinelServiceName=master&node=…`: fred.
    Fred,
}

/// An address of the stack's PostgreSQL.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostgresEndpoint {
    /// Which part of the address.
    pub part: At<DatabasePart>,
    /// The connections that the client may hold at the same time. Default: 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 262_143))]
    pub connections: Option<At<u32>>,
}

/// A part of a PostgreSQL address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatabasePart {
    /// `postgresql://user:password@host:port/database`.
    Url,
    /// The host.
    Host,
    /// The port.
    Port,
    /// The role.
    User,
    /// The role's password.
    Password,
    /// The database.
    Database,
}

/// An address of a further service.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceEndpoint {
    /// The service's name.
    pub name: At<ServiceName>,
    /// The port in its container.
    pub port: At<Port>,
    /// The scheme of the URL. Default: `http`.
    #[serde(default)]
    pub scheme: Option<At<ServiceScheme>>,
    /// The path of the URL. Default: none.
    #[serde(default)]
    #[schemars(extend("examples" = ["/api"]))]
    pub path: Option<At<Line>>,
}

/// The scheme of a service's URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceScheme {
    /// Plain HTTP.
    Http,
    /// HTTP with TLS.
    Https,
}

/// The value of an environment variable or of an own option: a literal or a reference.
#[derive(Debug, Clone)]
pub enum EnvValue {
    /// Text, as written; numbers and booleans as they are written.
    Literal(Text),
    /// A value that follows from another part of the stack.
    Reference(Box<Reference>),
}

impl<'de> serde::Deserialize<'de> for EnvValue {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Value;
        impl<'de> Visitor<'de> for Value {
            type Value = EnvValue;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string, a number, a boolean or a reference")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<EnvValue, E> {
                Text::parse(text).map(EnvValue::Literal).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<EnvValue, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<EnvValue, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_bool<E: Error>(self, boolean: bool) -> Result<EnvValue, E> {
                self.visit_str(&boolean.to_string())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EnvValue, A::Error> {
                Reference::deserialize(MapAccessDeserializer::new(map))
                    .map(|reference| EnvValue::Reference(Box::new(reference)))
            }
        }
        from.deserialize_any(Value)
    }
}

impl JsonSchema for EnvValue {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EnvValue".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let reference = generator.subschema_for::<Reference>();
        schemars::json_schema!({
            "description": "A text, a number, a boolean, or a reference to another part of the stack.",
            "anyOf": [
                { "type": "string", "format": Text::FORMAT, "examples": ["info"] },
                { "type": "number" },
                { "type": "boolean" },
                reference,
            ],
        })
    }
}
