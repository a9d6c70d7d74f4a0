//! Sections whose entries are tables, and keys that are in them because their own header is missing.

use super::explain::Explain;
use super::unknown::{HEADER, header_missing};
use super::{Kind, Mistake, meant};
use crate::document::Found;
use crate::finding::Diagnostic;
use crate::input::language::Language;

/// The sections.
const SECTIONS: [&str; 4] = ["secrets", "networks", "services", "modes"];

/// The keys of another table in one of these sections.
pub(super) struct Lost {
    /// The finding that reports them.
    pub(super) finding: Diagnostic,
    section: &'static str,
    /// Their own table, if it is known.
    table: Option<Vec<String>>,
    /// Those of them whose value is not a table.
    keys: Vec<String>,
}

impl Lost {
    /// Whether a mistake is about one of these keys, or about a value in one.
    pub(super) fn explains(&self, language: &Language, mistake: &Mistake) -> bool {
        let [section, key, ..] = mistake.path.as_slice() else { return false };
        let of_table = || self.table.as_ref().is_some_and(|table| meant::has(language, table, key));
        section == self.section && (self.keys.contains(key) || of_table())
    }
}

/// The keys without a header in each of these sections.
pub(super) fn lost(explain: &Explain<'_, '_>, mistakes: &[Mistake]) -> Vec<Lost> {
    let no_table = |mistake: &&Mistake| matches!(mistake.kind, Kind::Type { needed: "a table", .. });
    let of_section = |section: &'static str| {
        let keys = mistakes.iter().filter(no_table).filter_map(|mistake| match mistake.path.as_slice() {
            [of, key] if of == section => Some(key.clone()),
            _ => None,
        });
        let keys: Vec<String> = keys.collect();
        if keys.len() < HEADER {
            return None;
        }
        let pointer = [section.to_owned()];
        let table = explain.lost_table(&pointer, &keys);
        let places = keys.iter().map(|key| Found::key_below(explain.root, &pointer, key)).collect();
        Some(Lost { finding: header_missing(&pointer, table.clone(), places), section, table, keys })
    };
    SECTIONS.into_iter().filter_map(of_section).collect()
}
