//! Unknown keys of a table: what was probably meant.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::explain::Explain;
use super::words::decided;
use super::{Known, meant};
use crate::codes::Code;
use crate::document::{Found, dotted};
use crate::finding::{Diagnostic, Fix};
use crate::input::Rules;
use crate::origin::Span;
use crate::suggest::nearest;

/// The number of keys of another table from which on its header counts as missing.
pub(super) const HEADER: usize = 3;

impl Explain<'_, '_> {
    /// Whether a table has a key under an unknown name that is close to it, or the table itself is there under such a
    /// name and has the key.
    pub(super) fn is_misspelt(&self, pointer: &[String], key: &str, known: Known) -> bool {
        let known = known.keys();
        let table = |pointer: &[String]| match pointer {
            [] => Some(self.root.get_ref()),
            pointer => Found::at(self.root, pointer).value.and_then(DeValue::as_table),
        };
        let here = table(pointer).into_iter().flat_map(DeTable::keys).map(|key| key.get_ref().as_ref());
        if here.filter(|name| !known.contains(name)).any(|name| nearest(name, known.iter().copied()) == Some(key)) {
            return true;
        }
        let [name] = pointer else { return false };
        let sections = Known::Table(self.language.root).keys();
        let others = self.root.get_ref().iter().filter(|(other, _)| !sections.contains(&other.get_ref().as_ref()));
        let mut meant = others.filter(|(other, _)| nearest(other.get_ref(), sections.iter().copied()) == Some(name));
        meant.any(|(_, value)| value.get_ref().as_table().is_some_and(|table| table.contains_key(key)))
    }

    /// The unknown keys of a table; several keys of one other table are reported together.
    pub(super) fn unknown_keys(&self, pointer: &[String], keys: &[String], known: Known) -> Vec<Diagnostic> {
        let one = |key: &String| self.unknown_key(pointer, key, known);
        let Some(table) = self.lost_table(pointer, keys) else { return keys.iter().map(one).collect() };
        let of_table = |key: &&String| meant::has(self.language, &table, key) || self.is_source(pointer, key);
        let (lost, others): (Vec<&String>, Vec<&String>) = keys.iter().partition(of_table);
        let places = lost.into_iter().map(|key| Found::key_below(self.root, pointer, key)).collect();
        others.into_iter().map(one).chain([header_missing(pointer, Some(table), places)]).collect()
    }

    /// The table whose header is missing above these keys of another table: most of them belong to it, and of several
    /// such tables it is the only one that is not in the input, or the closest.
    pub(super) fn lost_table(&self, pointer: &[String], keys: &[String]) -> Option<Vec<String>> {
        if keys.iter().filter(|key| self.is_source(pointer, key)).count() >= HEADER {
            return Some(vec!["secrets".to_owned()]);
        }
        let mut counts: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        for table in keys.iter().flat_map(|key| meant::tables(self.language, key)).filter(|table| table != pointer) {
            *counts.entry(table).or_default() += 1;
        }
        let rank = |(table, count): &(Vec<String>, usize)| {
            let shared = table.iter().zip(pointer).take_while(|(one, other)| one == other).count();
            (*count, Found::exactly(self.root, table).is_none(), shared)
        };
        let mut ranked: Vec<_> = counts.into_iter().filter(|(_, count)| *count >= HEADER).collect();
        ranked.sort_by_key(|one| std::cmp::Reverse(rank(one)));
        let (best, second) = (ranked.first()?, ranked.get(1));
        second.is_none_or(|second| rank(second) < rank(best)).then(|| best.0.clone())
    }

    /// Whether the value of a key is the source of a secret.
    fn is_source(&self, pointer: &[String], key: &str) -> bool {
        let found = Found::exactly(self.root, &[pointer, &[key.to_owned()]].concat());
        let table = found.and_then(|found| found.value).and_then(DeValue::as_table);
        table.is_some_and(|table| table.contains_key("env") || table.contains_key("file"))
    }

    fn unknown_key(&self, pointer: &[String], key: &str, known: Known) -> Diagnostic {
        let span = Found::key_below(self.root, pointer, key);
        if let Known::Options(options) = known
            && let Some(by) = (options.elsewhere)(key)
        {
            return decided(key, by, span);
        }
        if matches!(known, Known::Table(table) if table.name == Rules::TABLE.name) && key.contains('-') {
            return Diagnostic::error(Code::UnknownKey, &span, format!("unknown key `{key}`"))
                .help("set the level of a rule in `[rules.levels]`; allow a finding with `[[rules.allow]]`");
        }
        let names = known.keys();
        let diagnostic = Diagnostic::error(Code::UnknownKey, &span, format!("unknown key `{key}`"));
        if let Some((_, new)) = known.renamed().iter().find(|(old, _)| *old == key) {
            let diagnostic = diagnostic.help(format!("use its new name `{new}`"));
            let rename = Fix::safe("use the new name").rename(&span, new);
            return if names.contains(new) { diagnostic.fix(rename) } else { diagnostic };
        }
        let here =
            |near: &&str| near.eq_ignore_ascii_case(key) || meant::elsewhere(self.language, pointer, key).is_none();
        if let Some(near) = nearest(key, names.iter().copied()).filter(here) {
            let there = [pointer, &[near.to_owned()]].concat();
            let diagnostic = match Found::exactly(self.root, &there).and_then(|found| found.key) {
                // They cannot both have this name.
                Some(other) => diagnostic.also(&other, "already set here"),
                None => diagnostic.fix(Fix::suggested(&format!("rename it to `{near}`")).rename(&span, near)),
            };
            let mut diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            diagnostic.meant_keys = Some(there);
            return diagnostic;
        }
        if let Some(table) = meant::elsewhere(self.language, pointer, key) {
            let mut diagnostic = diagnostic.help(format!("move `{key}` to `[{}]`", dotted(&table)));
            diagnostic.meant_keys = Some([table, vec![key.to_owned()]].concat());
            return diagnostic;
        }
        if names.is_empty() || names.len() > 40 {
            return diagnostic;
        }
        diagnostic.help(format!("use one of the keys of this table: {}", names.join(", ")))
    }
}

/// The finding for several keys whose own header is missing, by the table that they are in and, if it is known, their
/// own table.
pub(super) fn header_missing(stand_in: &[String], table: Option<Vec<String>>, mut places: Vec<Span>) -> Diagnostic {
    places.sort_unstable();
    let count = places.len();
    let message = match &table {
        Some(table) => format!("{count} keys of `[{}]` are in `[{}]`", dotted(table), dotted(stand_in)),
        None => format!("{count} values are in `[{}]`, whose entries must be tables", dotted(stand_in)),
    };
    let header = table.as_ref().map_or("of their table".to_owned(), |table| format!("`[{}]`", dotted(table)));
    let mut places = places.into_iter();
    let first = places.next().unwrap_or_default();
    let diagnostic = Diagnostic::error(Code::HeaderMissing, &first, message);
    let mut diagnostic = places.fold(diagnostic, |one, place| one.also(&place, ""));
    diagnostic.meant_keys = table;
    diagnostic.help(format!("add the header {header} above them"))
}
