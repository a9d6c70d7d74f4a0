//! Tables of tab-separated columns, as the programs themselves list what they know.

use std::sync::OnceLock;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

/// A table by the names in its first column. Rows of one name stand together; they are read when somebody asks for them: of
/// hundreds of options a stack sets a few.
pub struct Table<T: 'static> {
    entries: IndexMap<&'static str, Entry<T>, FixedState>,
    read: fn(&[Vec<&'static str>]) -> T,
}

struct Entry<T> {
    /// Where its rows are in the text, in bytes.
    rows: std::ops::Range<usize>,
    text: &'static str,
    value: OnceLock<T>,
}

impl<T> Table<T> {
    /// The table of a text; the rows of a name are made into a value.
    #[must_use]
    pub fn of(text: &'static str, read: fn(&[Vec<&'static str>]) -> T) -> Self {
        let mut entries: IndexMap<&'static str, Entry<T>, FixedState> = IndexMap::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            if !line.starts_with('#') {
                let name = line.split(['\t', '\n']).next().unwrap_or_default();
                let entry = || Entry { rows: start..end, text, value: OnceLock::new() };
                entries.entry(name).or_insert_with(entry).rows.end = end;
            }
            start = end;
        }
        Self { entries, read }
    }

    /// What the table says of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        let entry = self.entries.get(name)?;
        let read = || (self.read)(&rows(entry.text.get(entry.rows.clone()).unwrap_or_default()).collect::<Vec<_>>());
        Some(entry.value.get_or_init(read))
    }

    /// Whether it has a name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Its names, in the order of the text.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.entries.keys().copied()
    }

    /// Its names and what it says of them, in the order of the text.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &T)> {
        self.keys().filter_map(|name| Some((name, self.get(name)?)))
    }

    /// What it says of all of them.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.iter().map(|(_, value)| value)
    }
}

/// The rows of a table: lines of tab-separated columns, comments left out.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// A column of a row; empty where the row is shorter.
#[must_use]
pub fn column(row: &[&'static str], index: usize) -> &'static str {
    row.get(index).copied().unwrap_or_default()
}

/// The values of a list with commas between them.
#[must_use]
pub fn values(list: &'static str) -> Vec<&'static str> {
    list.split(',').filter(|value| !value.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_name_stand_together() {
        let tables = [
            include_str!("components/odoo/odoo.tsv"),
            include_str!("components/postgres/postgres.tsv"),
            include_str!("components/redis/redis.tsv"),
        ];
        for text in tables {
            let table = Table::of(text, <[Vec<&'static str>]>::to_vec);
            let mut count = 0;
            for (name, rows) in table.iter() {
                assert!(rows.iter().all(|row| column(row, 0) == name), "{name}");
                count += rows.len();
            }
            assert_eq!(count, rows(text).count());
            assert!(table.get("none").is_none() && table.keys().count() > 50);
        }
    }
}
