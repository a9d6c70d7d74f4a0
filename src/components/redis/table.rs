//! The directives of redis.conf (Redis 6.2 to 8.0, Valkey 8.1 and 9.1).

use std::sync::LazyLock;

use crate::tables::{Table, column, rows, values};

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

/// The servers that the table covers, by the names that it uses: those of Valkey start with `v`.
pub const REDIS_SERVERS: [&str; 6] = ["6.2", "7.0", "7.4", "8.0", "v8.1", "v9.1"];

/// A directive of redis.conf.
#[derive(Debug, Clone)]
pub struct RedisDirective {
    /// The servers that know it, of [`REDIS_SERVERS`].
    pub servers: Vec<&'static str>,
    /// How Redis parses it.
    pub kind: RedisKind,
}

/// Old names of directives, which the servers still read, and the new ones (`config.c`, Redis 7.0: a test sets one and
/// asks for the other).
pub const REDIS_RENAMED: [(&str, &str); 14] = [
    ("hash-max-ziplist-entries", "hash-max-listpack-entries"),
    ("hash-max-ziplist-value", "hash-max-listpack-value"),
    ("zset-max-ziplist-entries", "zset-max-listpack-entries"),
    ("zset-max-ziplist-value", "zset-max-listpack-value"),
    ("list-max-ziplist-size", "list-max-listpack-size"),
    ("slave-read-only", "replica-read-only"),
    ("slave-serve-stale-data", "replica-serve-stale-data"),
    ("slave-priority", "replica-priority"),
    ("slave-lazy-flush", "replica-lazy-flush"),
    ("slave-ignore-maxmemory", "replica-ignore-maxmemory"),
    ("min-slaves-to-write", "min-replicas-to-write"),
    ("min-slaves-max-lag", "min-replicas-max-lag"),
    ("cluster-slave-validity-factor", "cluster-replica-validity-factor"),
    ("cluster-slave-no-failover", "cluster-replica-no-failover"),
];

/// Every directive of redis.conf, by name.
#[must_use]
pub fn redis_directives() -> &'static Table<RedisDirective> {
    static TABLE: LazyLock<Table<RedisDirective>> = LazyLock::new(|| {
        Table::of(include_str!("redis.tsv"), |rows| {
            let row = rows.first().map(Vec::as_slice).unwrap_or_default();
            let kind = match column(row, 2) {
                "bool" => RedisKind::Bool,
                "integer" => RedisKind::Integer,
                "size" => RedisKind::Size,
                "enum" => RedisKind::Enum(values(column(row, 3))),
                "words" => RedisKind::Words,
                _ => RedisKind::Text,
            };
            let servers = match column(row, 1) {
                "*" => REDIS_SERVERS.to_vec(),
                some => values(some),
            };
            RedisDirective { servers, kind }
        })
    });
    &TABLE
}

/// Whether Redis has a command of this name, in upper or lower case: it refuses to start if any other name is
/// renamed.
#[must_use]
pub fn is_redis_command(name: &str) -> bool {
    rows(include_str!("redis7-commands.tsv")).any(|row| column(&row, 0).eq_ignore_ascii_case(name))
}
