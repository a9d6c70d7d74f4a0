//! How much a master keeps for a replica that does not read.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::units::{RedisSize, Unit, UnitError};

/// Hard limit, soft limit and seconds over the soft limit after which a replica is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaBuffer {
    /// Cut off at once; 0: never.
    pub hard: RedisSize,
    /// Cut off after `seconds` over it.
    pub soft: RedisSize,
    /// Seconds over the soft limit.
    pub seconds: u32,
}

impl ReplicaBuffer {
    /// The name of its format in the schema.
    pub const FORMAT: &'static str = "replica-buffer";

    /// The limits that the text states.
    ///
    /// # Errors
    /// Says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let [hard, soft, seconds] = parts.as_slice() else {
            return Err(UnitError("three parts are needed: hard limit, soft limit, seconds".to_owned()));
        };
        let seconds =
            seconds.parse().map_err(|_| UnitError("the third part is a whole number of seconds".to_owned()))?;
        Ok(Self { hard: RedisSize::parse(hard)?, soft: RedisSize::parse(soft)?, seconds })
    }
}

impl<'de> Deserialize<'de> for ReplicaBuffer {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for ReplicaBuffer {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReplicaBuffer".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": Self::FORMAT, "examples": ["64mb 32mb 60"] })
    }
}
