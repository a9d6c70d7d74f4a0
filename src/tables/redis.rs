//! The directives of redis.conf (`config.c`, Redis 7.0).

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::{column, rows, values};

/// How Redis parses a directive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedisKind {
    /// `yes` or `no`.
    Bool,
    /// A whole number.
    Integer,
    /// A size with or without a unit.
    Size,
    /// One of these.
    Enum(Vec<&'static str>),
    /// One argument.
    Text,
    /// Several arguments.
    Words,
}

/// A directive of redis.conf.
#[derive(Debug, Clone)]
pub struct RedisDirective {
    /// How Redis parses it.
    pub kind: RedisKind,
}

/// Every directive of redis.conf, by name.
#[must_use]
pub fn redis_directives() -> &'static IndexMap<&'static str, RedisDirective> {
    static TABLE: LazyLock<IndexMap<&'static str, RedisDirective>> = LazyLock::new(|| {
        let directive = |row: Vec<&'static str>| {
            let kind = match column(&row, 1) {
                "bool" => RedisKind::Bool,
                "integer" => RedisKind::Integer,
                "size" => RedisKind::Size,
                "enum" => RedisKind::Enum(values(column(&row, 2))),
                "words" => RedisKind::Words,
                _ => RedisKind::Text,
            };
            (column(&row, 0), RedisDirective { kind })
        };
        rows(include_str!("redis7.tsv")).map(directive).collect()
    });
    &TABLE
}

/// Whether Redis has a command of this name, in any case: it refuses to start where another one is
/// renamed.
#[must_use]
pub fn is_redis_command(name: &str) -> bool {
    rows(include_str!("redis7-commands.tsv")).any(|row| column(&row, 0).eq_ignore_ascii_case(name))
}
