//! Tables of tab-separated columns, as the programs themselves list what they know.

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
