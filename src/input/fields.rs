//! The keys of a table, read in the order of their declaration.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::decode::Decode;
use super::shape::{Instead, Key, Table};
use crate::origin::{At, Span};

impl Instead {
    /// The keys of a table that conflict with the key that replaces them.
    pub(super) fn excluded<'t>(
        &'t self,
        declared: &'static Table,
        table: &'t DeTable<'_>,
    ) -> impl Iterator<Item = &'static str> + 't {
        let keys = declared.all().map(|key| key.name).filter(|key| !self.beside.contains(key));
        keys.filter(|key| table.contains_key(self.key) && *key != self.key && table.contains_key(*key))
    }

    /// Whether a table has neither the key nor the one that is required without it.
    pub(super) fn lacks(&self, table: &DeTable<'_>) -> bool {
        !table.contains_key(self.key) && !table.contains_key(self.otherwise)
    }
}

/// The keys of a table, read in the order of their declaration.
pub(crate) struct Fields<'t> {
    table: &'t DeTable<'t>,
    place: Span,
    keys: std::slice::Iter<'static, Key>,
    read: usize,
}

impl<'t> Fields<'t> {
    /// The keys of a table, if none of them conflict.
    pub(crate) fn of(table: &'t DeTable<'t>, declared: &'static Table, place: Span) -> Option<Self> {
        let is_wrong = |instead: &Instead| instead.lacks(table) || instead.excluded(declared, table).next().is_some();
        (!declared.instead.is_some_and(is_wrong)).then(|| Self { table, place, keys: [].iter(), read: 0 })
    }

    /// Continues with these keys.
    pub(crate) fn come_to(&mut self, keys: &'static [Key]) {
        self.keys = keys.iter();
    }

    /// The value of the next key.
    pub(crate) fn read<T: Decode>(&mut self) -> Option<T> {
        let key = self.keys.next()?;
        let Some(value) = self.table.get(key.name) else { return T::absent(self.place) };
        self.read += 1;
        T::decode(value, &key.shape)
    }

    /// The value of the next key, or its default.
    pub(crate) fn read_or<T: Decode>(&mut self, default: impl FnOnce() -> T) -> Option<At<T>> {
        let key = self.keys.next()?;
        let Some(value) = self.table.get(key.name) else {
            return Some(At::default_of(default(), self.place, key.because));
        };
        self.read += 1;
        At::decode(value, &key.shape)
    }

    /// Whether the table has no other keys.
    pub(crate) fn are_all(&self) -> bool {
        self.read == self.table.len()
    }
}

/// The value of this key, if it is the only one of its table.
pub(crate) fn only<'t, 's>(value: &'t DeValue<'s>, key: &str) -> Option<&'t Spanned<DeValue<'s>>> {
    let table = value.as_table().filter(|table| table.len() == 1)?;
    table.get(key)
}
