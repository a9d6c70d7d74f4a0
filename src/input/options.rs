//! Options of the consumers by their own names: their schemas come from the consumers' tables.

use std::borrow::Cow;
use std::ops::Deref;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::decided::{DECIDED_ELSEWHERE, decided_elsewhere};
use crate::origin::At;
use crate::tables::{
    ODOO_VERSIONS, OdooKind, PostgresKind, PostgresSetting, PostgresUnit, REDIS_SERVERS, RedisKind, odoo_options,
    postgres_settings, postgres_versions, redis_directives,
};
use crate::units::{Bytes, Duration, Line, OptionName, Unit};

/// A plain value: what the option's table makes of it is decided when the stack is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(Line),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Real(f64),
    /// A boolean.
    Bool(bool),
    /// Several strings.
    List(Vec<Line>),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Plain;
        impl<'de> Visitor<'de> for Plain {
            type Value = Scalar;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string, a number, a boolean or a list of strings")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Line::parse(text).map(Scalar::Text).map_err(E::custom)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(number))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Real(number))
            }

            fn visit_bool<E: Error>(self, boolean: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(boolean))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Scalar::List(list))
            }
        }
        from.deserialize_any(Plain)
    }
}

/// Declares a table of options: a map with the schema that `$properties` makes.
macro_rules! options {
    ($(#[$doc:meta])* $name:ident, $schema:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        pub struct $name(IndexMap<String, At<Scalar>>);

        impl Deref for $name {
            type Target = IndexMap<String, At<Scalar>>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let make: fn() -> Map<String, Value> = $schema;
                Schema::from(make())
            }
        }
    };
}

options!(
    /// Options of odoo.conf.
    OdooOptions, odoo_schema
);
options!(
    /// Settings of the PostgreSQL server.
    PostgresSettings, postgres_schema
);
options!(
    /// Directives of redis.conf.
    RedisSettings, redis_schema
);

fn line() -> Value {
    json!({ "type": "string", "format": Line::FORMAT })
}

fn with_unit(number: &Value, format: &str) -> Value {
    json!({ "anyOf": [number, { "type": "string", "format": format }] })
}

fn plain() -> Value {
    json!({ "anyOf": [line(), { "type": "number" }, { "type": "boolean" }, { "type": "array", "items": line() }] })
}

fn object(about: &str, properties: Map<String, Value>, rest: &[(&str, Value)]) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("description".into(), json!(about));
    schema.insert("type".into(), json!("object"));
    schema.insert("properties".into(), Value::Object(properties));
    schema.extend(rest.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    schema
}

fn describe(schema: &mut Value, description: &str) {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".into(), json!(description));
    }
}

/// What is known of a setting of PostgreSQL.
fn about_setting(settings: &[PostgresSetting]) -> String {
    let unit = settings.iter().find_map(|setting| match &setting.kind {
        PostgresKind::Number { unit: Some(PostgresUnit::Bytes(bytes)), .. } => Some(Bytes::new(*bytes).human()),
        PostgresKind::Number { unit: Some(PostgresUnit::Millis(millis)), .. } => Some(format!("{millis} ms")),
        _ => None,
    });
    let bare = unit.map(|unit| format!(" A number without a unit counts {unit}.")).unwrap_or_default();
    let versions =
        postgres_versions(settings).map(|versions| format!(" In PostgreSQL {versions}.")).unwrap_or_default();
    format!("The server's setting of this name (PostgreSQL's manual, chapter 20).{versions}{bare}")
}

/// What any of the versions takes, once each.
fn kinds(settings: &[PostgresSetting]) -> Value {
    let mut kinds: Vec<Value> = Vec::new();
    for schema in settings.iter().map(|setting| kind(&setting.kind)) {
        if !kinds.contains(&schema) {
            kinds.push(schema);
        }
    }
    if kinds.len() == 1 { kinds.remove(0) } else { json!({ "anyOf": kinds }) }
}

fn kind(kind: &PostgresKind) -> Value {
    match kind {
        PostgresKind::Bool => json!({ "type": "boolean" }),
        PostgresKind::Enum(values) => json!({ "enum": values }),
        PostgresKind::Text => line(),
        PostgresKind::Number { whole, unit, range } => {
            let kind = if *whole { "integer" } else { "number" };
            let bare = json!({ "type": kind, "minimum": range.0, "maximum": range.1 });
            match unit {
                None => bare,
                Some(PostgresUnit::Bytes(_)) => with_unit(&bare, Bytes::FORMAT),
                Some(PostgresUnit::Millis(_)) => with_unit(&bare, Duration::FORMAT),
            }
        }
    }
}

fn odoo_schema() -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, option) in odoo_options() {
        if decided_elsewhere("OdooOptions", name) {
            continue;
        }
        let mut schema = match &option.kind {
            OdooKind::Text => line(),
            OdooKind::Bool => json!({ "type": "boolean" }),
            OdooKind::Integer => json!({ "type": "integer" }),
            OdooKind::Real => json!({ "type": "number" }),
            OdooKind::Bytes => with_unit(&json!({ "type": "integer", "minimum": 0 }), Bytes::FORMAT),
            OdooKind::Seconds => with_unit(&json!({ "type": "integer", "minimum": -1 }), Duration::FORMAT),
            OdooKind::List => json!({ "anyOf": [{ "type": "array", "items": line() }, line()] }),
            OdooKind::Enum(values) => json!({ "enum": values }),
        };
        let default = if option.default.is_empty() { "unset" } else { option.default };
        let (since, until) = (*option.versions.start(), *option.versions.end());
        let versions = match (since == *ODOO_VERSIONS.start(), until == *ODOO_VERSIONS.end()) {
            (true, true) => String::new(),
            (false, true) => format!(" (Odoo {since} and newer)"),
            _ => format!(" (Odoo {since} to {until})"),
        };
        describe(&mut schema, &format!("{}{versions}. Odoo's default: {default}.", option.about));
        properties.insert((*name).to_owned(), schema);
    }
    for (name, by) in DECIDED_ELSEWHERE.iter().filter(|(of, _)| *of == "OdooOptions").flat_map(|(_, list)| *list) {
        let description = format!("Not to be written here: it follows from {by}.");
        properties.insert((*name).to_owned(), json!({ "description": description, "not": {} }));
    }
    object(
        "Options of odoo.conf, by their names in the version of Odoo.",
        properties,
        &[
            ("propertyNames", json!({ "type": "string", "format": OptionName::FORMAT })),
            ("additionalProperties", plain()),
        ],
    )
}

fn postgres_schema() -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, settings) in postgres_settings() {
        if decided_elsewhere("PostgresSettings", name) {
            continue;
        }
        let mut schema = kinds(settings);
        describe(&mut schema, &about_setting(settings));
        properties.insert((*name).to_owned(), schema);
    }
    let mut of_extension = plain();
    describe(&mut of_extension, "A setting of an extension.");
    object(
        "Settings of the PostgreSQL server, by their own names.",
        properties,
        &[
            ("patternProperties", json!({ r"^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_.]*$": of_extension })),
            ("additionalProperties", json!(false)),
        ],
    )
}

fn redis_schema() -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, directive) in redis_directives() {
        if decided_elsewhere("RedisSettings", name) {
            continue;
        }
        let mut schema = match &directive.kind {
            RedisKind::Bool => json!({ "type": "boolean" }),
            RedisKind::Integer => json!({ "type": "integer" }),
            RedisKind::Size => with_unit(&json!({ "type": "integer", "minimum": 0 }), crate::units::RedisSize::FORMAT),
            RedisKind::Enum(values) => json!({ "enum": values }),
            RedisKind::Text | RedisKind::Words => line(),
        };
        let servers = &directive.servers;
        let only = if servers.len() == REDIS_SERVERS.len() {
            String::new()
        } else {
            format!(" Known to {}.", servers.join(", ").replace('v', "Valkey "))
        };
        describe(&mut schema, &format!("The directive of this name (redis.conf).{only}"));
        properties.insert((*name).to_owned(), schema);
    }
    object("Directives of redis.conf, by their own names.", properties, &[("additionalProperties", json!(false))])
}
