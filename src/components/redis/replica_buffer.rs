//! How much output a master keeps for a replica that does not read it.

use crate::input::shown::Shown;
use crate::units::{RedisSize, Unit, UnitError};

/// Hard limit, soft limit and seconds over the soft limit after which a replica is disconnected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReplicaBuffer {
    /// Disconnected at once; 0: never.
    pub hard: RedisSize,
    /// Disconnected after `seconds` over it.
    pub soft: RedisSize,
    /// Seconds over the soft limit.
    pub seconds: u32,
}

impl Unit for ReplicaBuffer {
    const FORMAT: &'static str = "replica-buffer";
    const EXPECTS: &'static str = "hard limit, soft limit and seconds, like `64mb 32mb 60`";
    const EXAMPLES: &'static [&'static str] = &["64mb 32mb 60"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        let [hard, soft, seconds] = parts.as_slice() else {
            return Err(UnitError("three parts are required: hard limit, soft limit, seconds".to_owned()));
        };
        let seconds =
            seconds.parse().map_err(|_| UnitError("the third part must be a whole number of seconds".to_owned()))?;
        Ok(Self { hard: RedisSize::parse(hard)?, soft: RedisSize::parse(soft)?, seconds })
    }
}

impl Shown for ReplicaBuffer {
    fn shown(&self) -> String {
        let [hard, soft] = [self.hard, self.soft].map(|size| size.bytes.human());
        format!("{hard}, {soft}, {} s", self.seconds)
    }
}
