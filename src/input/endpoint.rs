//! Values that name a secret or a service of the stack instead of repeating its address.

use toml::Spanned;
use toml::de::DeValue;

use super::decode::{Decode, Plain, plain};
use super::shape::{Any, Format, Range, Shape};
use crate::origin::At;
use crate::units::{Line, Port, SecretName, ServiceName, Text, Unit};

table! {
    /// The use of a secret where a credential belongs.
    pub struct SecretUse {
        /// The name of a secret under `[secrets]`.
        pub secret: At<SecretName>,
    }
}

forms! {
    /// A value that follows from another part of the stack.
    pub enum Reference {
        /// The value of a secret; the container's start script reads it from its file.
        Secret(At<SecretName>) = "secret",
        /// The path of the secret's file in the container, for programs that read it themselves.
        SecretFile(At<SecretName>) = "secret_file",
        /// The stack's Redis; with Sentinel active, what the client needs to follow a failover.
        Redis(At<RedisEndpoint>) = "redis",
        /// The stack's PostgreSQL.
        Postgres(At<PostgresEndpoint>) = "postgres",
        /// A further service of the stack, or Odoo.
        Service(At<ServiceEndpoint>) = "service",
    }
}

table! {
    /// An address of the stack's Redis.
    pub struct RedisEndpoint {
        /// The database index.
        pub db: At<u32> => range(0, 2_147_483_646),
        /// Which part of the address. Default: `url`.
        pub part: Option<At<RedisPart>>,
        /// How the client reads the sentinels from its URL, where Sentinel runs: its library. Default: it does not; its
        /// connections go through `[redis.router]`.
        pub dialect: Option<At<Dialect>>,
        /// Whether every key that the client writes has a time to live. Default: not said.
        pub ttl: Option<At<bool>>,
        /// Whether the client knows that others use its database too. Default: false.
        pub shared: Option<At<bool>>,
    }
}

names! {
    /// A part of a Redis address.
    pub enum RedisPart {
        /// `redis://:password@host:port/db`, or with Sentinel active what the `dialect` reads.
        Url = "url",
        /// The host of the router, or of the first master.
        Host = "host",
        /// The port of the router, or of the first master.
        Port = "port",
        /// The database index.
        Db = "db",
        /// The password.
        Password = "password",
        /// The sentinels as `host:port,host:port`; empty without Sentinel.
        Sentinels = "sentinels",
        /// The name under which Sentinel monitors the master; empty without Sentinel.
        MasterName = "master_name",
    }
}

names! {
    /// How a client reads the sentinels from a URL. Each is the name of who reads it.
    pub enum Dialect {
        /// `redis+sentinel://:password@sentinel:port,…/master/db`, which redis-sentinel-url defines. It does not decode the
        /// password, which therefore holds none of `/ ? # @ [ ]`: the start script refuses it otherwise.
        RedisSentinelUrl = "redis-sentinel-url",
        /// `sentinel://:password@sentinel:port/db;…`: Celery and kombu, which want the part `master_name` beside it, as
        /// `master_name` in `broker_transport_options`.
        Celery = "celery",
        /// `redis-sentinel://:password@sentinel:port,…/db?sentinelMasterId=master`: Lettuce, and with it Spring.
        Lettuce = "lettuce",
        /// `redis-sentinel://:password@sentinel:port/db?sentinelServiceName=master&node=…`: fred.
        Fred = "fred",
    }
}

table! {
    /// An address of the stack's PostgreSQL.
    pub struct PostgresEndpoint {
        /// Which part of the address.
        pub part: At<DatabasePart>,
        /// The connections that the client may hold at the same time. Default: 1.
        pub connections: Option<At<u32>> => range(1, 262_143),
    }
}

names! {
    /// A part of a PostgreSQL address.
    pub enum DatabasePart {
        /// `postgresql://user:password@host:port/database`.
        Url = "url",
        /// The host.
        Host = "host",
        /// The port.
        Port = "port",
        /// The role.
        User = "user",
        /// The role's password.
        Password = "password",
        /// The database.
        Database = "database",
    }
}

table! {
    /// An address of a further service.
    pub struct ServiceEndpoint {
        /// The service's name.
        pub name: At<ServiceName>,
        /// The port in its container.
        pub port: At<Port>,
        /// The scheme of the URL. Default: `http`.
        pub scheme: Option<At<ServiceScheme>>,
        /// The path of the URL. Default: none.
        pub path: Option<At<Line>> => examples(&["/api"]),
    }
}

names! {
    /// The scheme of a service's URL.
    pub enum ServiceScheme {
        /// Plain HTTP.
        Http = "http",
        /// HTTP with TLS.
        Https = "https",
    }
}

/// The value of an environment variable or of an own option: a literal or a reference.
#[derive(Debug, Clone)]
pub enum EnvValue {
    /// Text, as written; numbers and booleans as they are written.
    Literal(Text),
    /// A value that follows from another part of the stack.
    Reference(Box<Reference>),
}

impl Decode for EnvValue {
    const SHAPE: Shape = Shape::Any(&Any {
        name: "EnvValue",
        about: &["A text, a number, a boolean, or a reference to another part of the stack."],
        shapes: &[
            Shape::Text(&Format { examples: &["info"], ..Format::of::<Text>() }),
            Shape::Number { range: Range { least: None, most: None }, examples: &[] },
            Shape::Boolean,
            Reference::SHAPE,
        ],
    });

    fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
        let literal = match plain(value.get_ref()) {
            Plain::Text(text) => Text::parse(text),
            Plain::Whole(number) => Text::parse(&number.to_string()),
            Plain::Real(number) => Text::parse(&number.to_string()),
            Plain::Bool(boolean) => Text::parse(&boolean.to_string()),
            Plain::Table(_) => {
                let reference = Reference::decode(value, &Reference::SHAPE)?;
                return Some(Self::Reference(Box::new(reference)));
            }
            Plain::List(_) | Plain::Nothing => return None,
        };
        literal.ok().map(Self::Literal)
    }
}
