//! Settings of the PostgreSQL server by their own names.

use super::table::{PostgresKind, PostgresSetting, PostgresUnit, postgres_settings, postgres_versions};
use crate::input::decode::Decode as _;
use crate::input::options::{LINE, names};
use crate::input::shape::{Bound, Options, Others, Range, Shape};
use crate::units::{Bytes, Duration};

options! {
    /// Settings of the PostgreSQL server.
    pub struct PostgresSettings = &POSTGRES;
}

/// Settings of the PostgreSQL server.
const ELSEWHERE: &[(&str, &str)] = &[
    ("port", "the image, which listens on port 5432"),
    ("listen_addresses", "the image, which listens on all interfaces of the container"),
    ("data_directory", "`postgres.volume`"),
    ("config_file", "the image"),
    ("hba_file", "the image"),
    ("ident_file", "the image"),
    ("external_pid_file", "the image"),
    ("unix_socket_directories", "the image"),
];

fn decided_by(name: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(decided, _)| *decided == name).map(|(_, by)| *by)
}

static POSTGRES: Options = Options {
    name: "PostgresSettings",
    about: "Settings of the PostgreSQL server, by their own names.",
    program: "PostgreSQL",
    keys: None,
    names: || names(postgres_settings().keys(), decided_by),
    shapes: |name| postgres_settings().get(name).map(|settings| of_postgres(settings)),
    about_option: |name| postgres_settings().get(name).map(|settings| about_setting(settings)).unwrap_or_default(),
    explained: |_, _| ("A setting of PostgreSQL.".to_owned(), Some("Default: PostgreSQL's own".to_owned())),
    elsewhere: decided_by,
    renamed: &[],
    others: Others::Extensions(r"^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_.]*$", is_of_extension, "A setting of an extension."),
};

/// What each version accepts, without duplicates.
fn of_postgres(settings: &'static [PostgresSetting]) -> Vec<Vec<Shape>> {
    let mut kinds: Vec<&PostgresKind> = Vec::new();
    for setting in settings {
        if !kinds.contains(&&setting.kind) {
            kinds.push(&setting.kind);
        }
    }
    kinds.into_iter().map(of_setting).collect()
}

fn of_setting(kind: &'static PostgresKind) -> Vec<Shape> {
    match kind {
        PostgresKind::Bool => vec![Shape::Boolean],
        PostgresKind::Enum(values) => vec![Shape::Choice(values)],
        PostgresKind::Text => vec![LINE],
        PostgresKind::Number { whole, unit, range } => {
            let range = Range { least: Some(Bound::Real(range.0)), most: Some(Bound::Real(range.1)) };
            let number =
                if *whole { Shape::Integer { width: None, range } } else { Shape::Number { range, examples: &[] } };
            let with_unit = unit.as_ref().map(|unit| match unit {
                PostgresUnit::Bytes(_) => Bytes::SHAPE,
                PostgresUnit::Millis(_) => Duration::SHAPE,
            });
            std::iter::once(number).chain(with_unit).collect()
        }
    }
}

/// Whether a setting is one of an extension (PostgreSQL's manual, 20.16).
fn is_of_extension(name: &str) -> bool {
    let starts = |part: &str| part.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    let has = |part: &str, more: &str| {
        part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || more.contains(c))
    };
    name.split_once('.').is_some_and(|(of, own)| starts(of) && has(of, "") && starts(own) && has(own, "."))
}

/// What is known of a setting of PostgreSQL.
fn about_setting(settings: &[PostgresSetting]) -> String {
    let unit = settings.iter().find_map(|setting| match &setting.kind {
        PostgresKind::Number { unit: Some(PostgresUnit::Bytes(bytes)), .. } => Some(Bytes::new(*bytes).human()),
        PostgresKind::Number { unit: Some(PostgresUnit::Millis(millis)), .. } => Some(format!("{millis} ms")),
        _ => None,
    });
    let bare = unit.map(|unit| format!(" A number without a unit is in units of {unit}.")).unwrap_or_default();
    let versions =
        postgres_versions(settings).map(|versions| format!(" Available in PostgreSQL {versions}.")).unwrap_or_default();
    format!("The PostgreSQL setting of this name (PostgreSQL's manual, chapter 20).{versions}{bare}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_of_extensions_is_their_check() {
        let Others::Extensions(pattern, is_one, _) = POSTGRES.others else { panic!("there are extensions") };
        let pattern = regex::Regex::new(pattern).unwrap();
        for name in [
            "a.b",
            "_a.b_c.d",
            "pg_stat_statements.max",
            "a",
            "a.",
            ".b",
            "A.b",
            "a.B",
            "1a.b",
            "a.1",
            "a-b.c",
            "a.b-c",
            "",
        ] {
            assert_eq!(is_one(name), pattern.is_match(name), "{name}");
        }
    }
}
