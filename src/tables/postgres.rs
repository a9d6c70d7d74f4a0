//! The settings of PostgreSQL 15 (`pg_settings`).

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::{column, rows, values};

/// The unit in which PostgreSQL keeps a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostgresUnit {
    /// This many bytes.
    Bytes(u64),
    /// This many milliseconds.
    Millis(u64),
}

/// How PostgreSQL parses a setting.
#[derive(Debug, Clone, PartialEq)]
pub enum PostgresKind {
    /// `on` or `off`.
    Bool,
    /// A number, whole or not, with or without a unit, in a range of that unit.
    Number {
        /// Whether only whole numbers are taken.
        whole: bool,
        /// The unit, if there is one.
        unit: Option<PostgresUnit>,
        /// The range, ends included.
        range: (f64, f64),
    },
    /// One of these.
    Enum(Vec<&'static str>),
    /// Any text.
    Text,
}

/// A setting that the server takes at start.
#[derive(Debug, Clone)]
pub struct PostgresSetting {
    /// How PostgreSQL parses it.
    pub kind: PostgresKind,
}

fn unit(text: &str) -> Option<PostgresUnit> {
    match text {
        "B" => Some(PostgresUnit::Bytes(1)),
        "kB" => Some(PostgresUnit::Bytes(1024)),
        "8kB" => Some(PostgresUnit::Bytes(8 * 1024)),
        "MB" => Some(PostgresUnit::Bytes(1024 * 1024)),
        "ms" => Some(PostgresUnit::Millis(1)),
        "s" => Some(PostgresUnit::Millis(1000)),
        "min" => Some(PostgresUnit::Millis(60_000)),
        _ => None,
    }
}

/// Every setting that the server takes at start, by name.
#[must_use]
pub fn postgres_settings() -> &'static IndexMap<&'static str, PostgresSetting> {
    static TABLE: LazyLock<IndexMap<&'static str, PostgresSetting>> = LazyLock::new(|| {
        let setting = |row: Vec<&'static str>| {
            let bound = |index: usize, fallback: f64| column(&row, index).parse().unwrap_or(fallback);
            let kind = match column(&row, 1) {
                "bool" => PostgresKind::Bool,
                number @ ("integer" | "real") => PostgresKind::Number {
                    whole: number == "integer",
                    unit: unit(column(&row, 2)),
                    range: (bound(3, f64::MIN), bound(4, f64::MAX)),
                },
                "enum" => PostgresKind::Enum(values(column(&row, 5))),
                _ => PostgresKind::Text,
            };
            (column(&row, 0), PostgresSetting { kind })
        };
        rows(include_str!("postgres15.tsv")).map(setting).collect()
    });
    &TABLE
}

/// The default of a setting that rules reckon with: in bytes, milliseconds or as a count
/// (PostgreSQL 15, chapter 20).
#[must_use]
pub fn postgres_default(name: &str) -> Option<u64> {
    Some(match name {
        "shared_buffers" => 128 << 20,
        "work_mem" => 4 << 20,
        "maintenance_work_mem" => 64 << 20,
        "autovacuum_max_workers" | "superuser_reserved_connections" => 3,
        "max_connections" => 100,
        "max_parallel_workers" | "max_worker_processes" => 8,
        "max_wal_senders" => 10,
        "max_parallel_workers_per_gather" => 2,
        _ => return None,
    })
}
