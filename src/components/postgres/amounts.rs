//! Numbers that rules compute with: settings of PostgreSQL, written or by default.

use super::Postgres;
use super::table::{PostgresKind, PostgresUnit, postgres_default, postgres_setting};
use crate::origin::At;

/// Why a setting has the value of PostgreSQL's table.
const OF_POSTGRES: &str = "PostgreSQL's own default";

impl Postgres {
    /// A number among the settings: bytes, milliseconds or a count.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<At<u64>> {
        let PostgresKind::Number { unit, .. } = &postgres_setting(name, self.version())?.kind else { return None };
        match self.settings.get(name) {
            Some(text) => amount(text, *unit).map(|amount| text.map(|_| amount)),
            None => Some(At::default_of(postgres_default(name)?, self.settings_table, OF_POSTGRES)),
        }
    }

    /// The settings that create processes, with the number of processes.
    pub fn processes(&self) -> impl Iterator<Item = (&'static str, At<u64>)> {
        // The last one is new in PostgreSQL 18.
        let names =
            ["max_connections", "max_worker_processes", "autovacuum_max_workers", "max_wal_senders", "io_workers"];
        names.into_iter().filter_map(|name| Some((name, self.number(name)?)))
    }
}

/// A number as PostgreSQL reads it; without a unit, it is in the unit of the setting.
fn amount(text: &str, unit: Option<PostgresUnit>) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..end].parse().ok()?;
    let factor = match (text[end..].trim(), unit) {
        ("", Some(PostgresUnit::Bytes(per) | PostgresUnit::Millis(per))) => per,
        ("", None) | ("B" | "ms", _) => 1,
        ("kB", _) => 1 << 10,
        ("MB", _) => 1 << 20,
        ("GB", _) => 1 << 30,
        ("TB", _) => 1 << 40,
        ("s", _) => 1000,
        ("min", _) => 60_000,
        ("h", _) => 3_600_000,
        ("d", _) => 86_400_000,
        _ => return None,
    };
    number.checked_mul(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_in_their_units() {
        let pages = Some(PostgresUnit::Bytes(8192));
        assert_eq!(amount("512MB", pages), Some(512 << 20));
        assert_eq!(amount("16", pages), Some(16 * 8192));
        assert_eq!(amount("200", None), Some(200));
        assert_eq!(amount("60s", Some(PostgresUnit::Millis(1))), Some(60_000));
        assert_eq!(amount("1.5GB", pages), None);
    }
}
