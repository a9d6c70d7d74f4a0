//! The settings of PostgreSQL 13 to 18 (`pg_settings`).

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::tables::{Table, column, values};

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
        /// Whether only whole numbers are accepted.
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

/// The major versions whose settings are known.
pub const POSTGRES_VERSIONS: RangeInclusive<u32> = 13..=18;

/// A setting that the server accepts at its start, as some versions have it.
#[derive(Debug, Clone)]
pub struct PostgresSetting {
    /// The versions.
    pub versions: RangeInclusive<u32>,
    /// How they parse it.
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

/// Every setting that some version accepts at its start, by name: as in the oldest versions first.
#[must_use]
pub fn postgres_settings() -> &'static Table<Vec<PostgresSetting>> {
    static TABLE: LazyLock<Table<Vec<PostgresSetting>>> =
        LazyLock::new(|| Table::of(include_str!("postgres.tsv"), |rows| rows.iter().map(|row| setting(row)).collect()));
    &TABLE
}

/// The versions that have a setting, unless all have it: `13 to 15`, `17 and 18`, `18`.
#[must_use]
pub fn postgres_versions(settings: &[PostgresSetting]) -> Option<String> {
    let first = *settings.iter().map(|setting| setting.versions.start()).min()?;
    let last = *settings.iter().map(|setting| setting.versions.end()).max()?;
    match last - first {
        _ if (first..=last) == POSTGRES_VERSIONS => None,
        0 => Some(first.to_string()),
        1 => Some(format!("{first} and {last}")),
        _ => Some(format!("{first} to {last}")),
    }
}

/// A setting as a version has it.
#[must_use]
pub fn postgres_setting(name: &str, version: u32) -> Option<&'static PostgresSetting> {
    postgres_settings().get(name)?.iter().find(|setting| setting.versions.contains(&version))
}

fn setting(row: &[&'static str]) -> PostgresSetting {
    let bound = |index: usize, fallback: f64| column(row, index).parse().unwrap_or(fallback);
    let kind = match column(row, 2) {
        "bool" => PostgresKind::Bool,
        number @ ("integer" | "real") => PostgresKind::Number {
            whole: number == "integer",
            unit: unit(column(row, 3)),
            range: (bound(4, f64::MIN), bound(5, f64::MAX)),
        },
        "enum" => PostgresKind::Enum(values(column(row, 6))),
        _ => PostgresKind::Text,
    };
    let (first, last) = column(row, 1).split_once('-').unwrap_or((column(row, 1), column(row, 1)));
    let version = |text: &str, fallback: &u32| text.parse().unwrap_or(*fallback);
    let versions = version(first, POSTGRES_VERSIONS.start())..=version(last, POSTGRES_VERSIONS.end());
    PostgresSetting { versions, kind }
}

/// The default of a setting that rules compute with: in bytes, in milliseconds or as a count
/// (PostgreSQL's manual, chapter 20).
#[must_use]
pub fn postgres_default(name: &str) -> Option<u64> {
    Some(match name {
        "shared_buffers" => 128 << 20,
        "work_mem" => 4 << 20,
        "maintenance_work_mem" => 64 << 20,
        "autovacuum_max_workers" | "superuser_reserved_connections" | "io_workers" => 3,
        "max_connections" => 100,
        "max_parallel_workers" | "max_worker_processes" => 8,
        "max_wal_senders" => 10,
        "max_parallel_workers_per_gather" => 2,
        _ => return None,
    })
}

/// The languages that ICU knows, by their codes.
pub fn icu_languages() -> impl Iterator<Item = &'static str> {
    include_str!("icu_languages.txt").lines().filter(|line| !line.starts_with('#'))
}
