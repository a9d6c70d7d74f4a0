//! Fixes of what is wrong in a mode alone: they change the mode, not the base.

use toml::de::DeValue;

use super::{Document, Found, dotted};
use crate::diagnostic::{Edit, Fix};
use crate::origin::Span;

impl Document<'_> {
    /// The same fix for a mode: a value that it would set in the base is set there. Nothing where it takes something out of the
    /// base, or renames it, for there it is right.
    #[must_use]
    pub fn fix_in_mode(&self, fix: &Fix, mode: &str) -> Option<Fix> {
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
            edits.push(match edit {
                Edit::Set(_, value) => self.insert(mode, &path, value)?,
                Edit::Insert(_, key, value) => {
                    let below = key.split('.').map(str::to_owned);
                    self.insert(mode, &path.iter().cloned().chain(below).collect::<Vec<_>>(), value)?
                }
                Edit::Rename(..) | Edit::Remove(_) | Edit::Push(..) => return None,
            });
        }
        Some(Fix { edits, ..fix.clone() })
    }

    /// Sets a key of the stack in a mode, in the innermost of its tables that is there.
    fn insert(&self, mode: &str, path: &[String], value: &crate::diagnostic::Value) -> Option<Edit> {
        // What is an item of a list, a mode cannot set alone.
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
