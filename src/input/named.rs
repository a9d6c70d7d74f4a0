//! Tables whose keys are names.

use std::borrow::Cow;
use std::hash::Hash;
use std::ops::Deref;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};

use crate::origin::At;

/// Entries by name, in the order in which they are written.
#[derive(Debug, Clone)]
pub struct Named<K, V>(IndexMap<K, At<V>>);

impl<K, V> Default for Named<K, V> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<K, V> Deref for Named<K, V> {
    type Target = IndexMap<K, At<V>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'de, K: Deserialize<'de> + Eq + Hash, V: Deserialize<'de>> Deserialize<'de> for Named<K, V> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        IndexMap::deserialize(from).map(Self)
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Named<K, V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("{}By{}", V::schema_name(), K::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let names = generator.subschema_for::<K>();
        let entries = generator.subschema_for::<V>();
        json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": entries })
    }
}
