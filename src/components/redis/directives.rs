//! The directives of redis.conf that keys of the input decide: which key, and its value. The writer, the reader
//! and the directives that `redis.settings` rejects follow from this list.

use super::Redis;
use crate::origin::At;
use crate::units::Bytes;

/// A directive of every node, and the key of `[redis]` that decides it.
pub(super) struct Directive {
    /// Its name.
    pub(super) name: &'static str,
    /// The key, in backticks.
    pub(super) key: &'static str,
    /// The part of the file that contains it.
    pub(super) part: Part,
    /// Its value; none to keep the default of Redis.
    pub(super) value: fn(&Redis) -> Option<At<Value>>,
}

/// A part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Network,
    Memory,
    Persistence,
}

/// A value as a directive has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Number(u64),
    Size(Bytes),
    Flag(bool),
    Word(&'static str),
}

/// All of them, in the order of the file.
pub(super) const DIRECTIVES: &[Directive] = &[
    Directive {
        name: "port",
        key: "`redis.port`",
        part: Part::Network,
        value: |redis| Some(redis.port.map(|port| Value::Number(port.get().into()))),
    },
    Directive {
        name: "maxclients",
        key: "`redis.max_connections`",
        part: Part::Network,
        value: |redis| Some(redis.max_connections.as_ref()?.map(|count| Value::Number((*count).into()))),
    },
    Directive {
        name: "maxmemory",
        key: "`redis.maxmemory`",
        part: Part::Memory,
        value: |redis| Some(redis.maxmemory.as_ref()?.map(|size| Value::Size(size.bytes))),
    },
    Directive {
        name: "maxmemory-policy",
        key: "`redis.maxmemory_policy`",
        part: Part::Memory,
        value: |redis| Some(redis.maxmemory_policy.map(|policy| Value::Word(policy.as_str()))),
    },
    Directive {
        name: "databases",
        key: "`redis.databases`",
        part: Part::Memory,
        value: |redis| Some(redis.databases.map(|count| Value::Number((*count).into()))),
    },
    Directive {
        name: "appendonly",
        key: "`redis.persistence.aof`",
        part: Part::Persistence,
        value: |redis| Some(redis.persistence.aof.map(|is_on| Value::Flag(*is_on))),
    },
    Directive {
        name: "appendfsync",
        key: "`redis.persistence.appendfsync`",
        part: Part::Persistence,
        value: |redis| Some(redis.persistence.appendfsync.map(|when| Value::Word(when.as_str()))),
    },
];
