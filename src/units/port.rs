//! Port numbers.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

/// A TCP or UDP port, 1 to 65535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct Port(std::num::NonZeroU16);

impl Port {
    /// A port that is known when this is compiled.
    ///
    /// # Panics
    /// At compile time, for port 0.
    #[must_use]
    #[expect(clippy::panic, reason = "at compile time, for a constant")]
    pub const fn new(port: u16) -> Self {
        match std::num::NonZeroU16::new(port) {
            Some(port) => Self(port),
            None => panic!("port 0 is no port"),
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0.get()
    }
}

impl JsonSchema for Port {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 65535 })
    }
}
