//! Fixes for findings of a mode alone: they change the mode, not the base.

use toml::de::DeValue;

use super::{Document, Found, dotted};
use crate::finding::{Diagnostic, Edit, Fix};
use crate::origin::Span;

impl Document<'_> {
    /// The modes in which a finding must be fixed: the mode of the override at its place, or the modes to which it is
    /// limited, if each of them overrides something in the same section. Empty: the base.
    #[must_use]
    pub fn to_mend(&self, found: &Diagnostic) -> Vec<String> {
        match found.key.as_slice() {
            [modes, mode, ..] if modes == "modes" => vec![mode.clone()],
            [section, ..] if found.modes.iter().all(|mode| self.overrides(mode, section)) => found.modes.clone(),
            _ => Vec::new(),
        }
    }

    fn overrides(&self, mode: &str, section: &str) -> bool {
        let path = ["modes", mode, section].map(str::to_owned);
        Found::exactly(&self.root, &path).is_some()
    }

    /// The same fix for modes: a value that it would set in the base is set in each of them. `None` if it would
    /// remove or rename something in the base, where it is right.
    #[must_use]
    pub fn fix_in_modes(&self, fix: &Fix, modes: &[String]) -> Option<Fix> {
        let mut edits = Vec::new();
        for edit in &fix.edits {
            let (Edit::Set(place, _)
            | Edit::Insert(place, ..)
            | Edit::Rename(place, _)
            | Edit::Remove(place)
            | Edit::Push(place, _)) = edit;
            let path = self.path_at(*place)?;
            if path.first().is_some_and(|section| section == "modes") {
                edits.push(edit.clone());
                continue;
            }
            for mode in modes {
                edits.push(match edit {
                    Edit::Set(_, value) => self.insert(mode, &path, value)?,
                    Edit::Insert(_, key, value) => {
                        let below = key.split('.').map(str::to_owned);
                        self.insert(mode, &path.iter().cloned().chain(below).collect::<Vec<_>>(), value)?
                    }
                    Edit::Rename(..) | Edit::Remove(_) | Edit::Push(..) => return None,
                });
            }
        }
        Some(Fix { edits, ..fix.clone() })
    }

    /// Sets a key of the stack in a mode, in the innermost of its tables that exists.
    fn insert(&self, mode: &str, path: &[String], value: &crate::finding::Value) -> Option<Edit> {
        // A mode cannot override a single item of a list.
        if path.iter().any(|part| part.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let above = ["modes".to_owned(), mode.to_owned()];
        let full = [above.as_slice(), path].concat();
        let table = |length: &usize| {
            let found = Found::exactly(&self.root, full.get(..*length)?)?;
            found.value.is_some_and(DeValue::is_table).then_some((*length, found.span))
        };
        let (length, span): (usize, Span) = (2..full.len()).rev().find_map(|length| table(&length))?;
        Some(Edit::Insert(span, dotted(full.get(length..)?), value.clone()))
    }
}
