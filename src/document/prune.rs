//! Removes what is wrong from a tree, so that the rest can be checked.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Removes the entry to which these keys lead, or the array if one of them is an index. Returns how many of the keys
/// lead to what is removed.
pub fn take_out<'s>(table: &mut DeTable<'s>, path: &[String]) -> Option<(usize, Spanned<DeValue<'s>>)> {
    let (first, below) = path.split_first()?;
    match table.get_mut(first.as_str())?.get_mut() {
        DeValue::Table(table) if !below.is_empty() => take_out(table, below).map(|(count, taken)| (count + 1, taken)),
        DeValue::Array(_) => table.remove(first.as_str()).map(|taken| (1, taken)),
        _ if below.is_empty() => table.remove(first.as_str()).map(|taken| (1, taken)),
        _ => None,
    }
}

/// The table to which these keys lead.
pub fn table_at<'t, 's>(root: &'t mut DeTable<'s>, path: &[String]) -> Option<&'t mut DeTable<'s>> {
    path.iter().try_fold(root, |table, key| match table.get_mut(key.as_str())?.get_mut() {
        DeValue::Table(below) => Some(below),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_whole_arrays_are_taken_out() {
        let (root, _) = DeTable::parse_recoverable("a.b = [1, { c = 2, d = 3 }]\na.f = 5\ne = 4\n");
        let mut root = root.into_inner();
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        for missing in ["x", "a.x", "e.x"] {
            assert!(take_out(&mut root, &path(missing)).is_none(), "{missing}");
        }
        assert!(table_at(&mut root, &path("a")).is_some() && table_at(&mut root, &path("a.b")).is_none());
        assert_eq!(take_out(&mut root, &path("a.b.1.c")).map(|(count, _)| count), Some(2));
        assert_eq!(take_out(&mut root, &path("e")).map(|(count, _)| count), Some(1));
        let left = crate::document::tree::to_json(&DeValue::Table(root));
        assert_eq!(left, serde_json::json!({ "a": { "f": 5 } }));
    }
}
