//! The whole language: the root table of an input, and what is derived from it.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::shape::Table;

/// A language of inputs.
#[derive(Debug)]
pub struct Language {
    /// The table of its sections.
    pub(super) root: &'static Table,
    tables: OnceLock<BTreeMap<&'static str, Vec<Vec<&'static str>>>>,
}

impl Language {
    /// The language of a table of sections.
    #[must_use]
    pub const fn new(root: &'static Table) -> Self {
        Self { root, tables: OnceLock::new() }
    }

    /// The sections.
    pub fn sections(&self) -> impl Iterator<Item = &'static str> {
        self.root.all().map(|key| key.name)
    }

    /// The tables that have a key, by the name of the key.
    pub(super) fn tables(&self) -> &BTreeMap<&'static str, Vec<Vec<&'static str>>> {
        self.tables.get_or_init(|| {
            let mut tables = BTreeMap::<_, Vec<_>>::new();
            for mut path in self.known_paths() {
                if let Some(key) = path.pop().filter(|_| !path.is_empty()) {
                    tables.entry(key).or_default().push(path);
                }
            }
            tables
        })
    }
}
