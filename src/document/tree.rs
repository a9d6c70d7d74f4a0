//! The strings of a tree, and the way from keys to a place.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::origin::Span;

/// Visits every key and every string of a table, with its place.
pub(super) fn strings(table: &DeTable<'_>, see: &mut impl FnMut(Span, &str)) {
    for (key, value) in table {
        see(key.span().into(), key.get_ref());
        strings_below(value, see);
    }
}

fn strings_below(value: &Spanned<DeValue<'_>>, see: &mut impl FnMut(Span, &str)) {
    match value.get_ref() {
        DeValue::String(text) => see(value.span().into(), text),
        DeValue::Table(table) => strings(table, see),
        DeValue::Array(items) => items.iter().for_each(|item| strings_below(item, see)),
        _ => {}
    }
}

/// Visits every string of a value, without the keys.
pub fn strings_in(value: &DeValue<'_>, see: &mut impl FnMut(&str)) {
    match value {
        DeValue::String(text) => see(text),
        DeValue::Table(table) => table.values().for_each(|value| strings_in(value.get_ref(), see)),
        DeValue::Array(items) => items.iter().for_each(|item| strings_in(item.get_ref(), see)),
        _ => {}
    }
}

/// The places of what the parser accepts as a number although it is not one, like `0x` and digits of other scripts
/// (toml 1.2, observed).
pub(super) fn no_numbers(table: &DeTable<'_>, found: &mut Vec<Span>) {
    table.iter().for_each(|(_, value)| no_numbers_below(value, found));
}

fn no_numbers_below(value: &Spanned<DeValue<'_>>, found: &mut Vec<Span>) {
    let is_number = match value.get_ref() {
        DeValue::Integer(number) => {
            let digits = number.as_str().trim_start_matches(['+', '-']);
            !digits.is_empty() && digits.chars().all(|c| c.is_digit(number.radix()))
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().is_ok(),
        DeValue::Table(table) => return no_numbers(table, found),
        DeValue::Array(items) => return items.iter().for_each(|item| no_numbers_below(item, found)),
        _ => true,
    };
    found.extend((!is_number).then(|| Span::from(value.span())));
}

/// The type of a value, in the terms of TOML.
#[must_use]
pub fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

/// A place in the tree.
#[derive(Debug, Clone, Copy)]
pub struct Found<'t, 's> {
    /// The key, if the value is an entry of a table.
    pub key: Option<Span>,
    /// The value's place.
    pub span: Span,
    /// The value; nothing for the root.
    pub value: Option<&'t DeValue<'s>>,
}

impl<'t, 's> Found<'t, 's> {
    /// The place that a JSON pointer names, or the closest place above it that exists.
    #[must_use]
    pub fn at(root: &'t Spanned<DeTable<'s>>, pointer: &[String]) -> Self {
        let (mut found, mut rest) = (Self::root(root), pointer);
        while let [part, below @ ..] = rest
            && let Some(next) = found.below(root, part)
        {
            (found, rest) = (next, below);
        }
        found
    }

    /// The place that a JSON pointer names, if it exists.
    #[must_use]
    pub fn exactly(root: &'t Spanned<DeTable<'s>>, pointer: &[String]) -> Option<Self> {
        pointer.iter().try_fold(Self::root(root), |found, part| found.below(root, part))
    }

    fn root(root: &'t Spanned<DeTable<'s>>) -> Self {
        Self { key: None, span: root.span().into(), value: None }
    }

    fn below(&self, root: &'t Spanned<DeTable<'s>>, part: &str) -> Option<Self> {
        let table = self.value.map_or(Some(root.get_ref()), DeValue::as_table);
        let (key, value) = match (table, self.value) {
            (Some(table), _) => table.get_key_value(part).map(|(key, value)| (Some(Span::from(key.span())), value))?,
            (None, Some(DeValue::Array(items))) => (None, items.get(part.parse::<usize>().ok()?)?),
            _ => return None,
        };
        Some(Self { key, span: value.span().into(), value: Some(value.get_ref()) })
    }

    /// The place of the key of an entry in this table.
    #[must_use]
    pub fn key_below(root: &'t Spanned<DeTable<'s>>, pointer: &[String], key: &str) -> Span {
        let mut path = pointer.to_vec();
        path.push(key.to_owned());
        let found = Found::at(root, &path);
        found.key.unwrap_or(found.span)
    }
}

/// The keys and indices that lead to the value, or the key, at a place; the longest such path. The
/// root has an empty place and an empty path.
#[must_use]
pub fn path_at(root: &DeTable<'_>, span: Span) -> Option<Vec<String>> {
    if span == Span::default() { Some(Vec::new()) } else { path_in(root, span) }
}

fn path_in(root: &DeTable<'_>, span: Span) -> Option<Vec<String>> {
    root.iter().find_map(|(key, value)| {
        let name = key.get_ref().to_string();
        let below = path_below(value, span).map(|below| std::iter::once(name.clone()).chain(below).collect());
        below.or_else(|| (Span::from(key.span()) == span).then(|| vec![name]))
    })
}

fn path_below(value: &Spanned<DeValue<'_>>, span: Span) -> Option<Vec<String>> {
    let deeper = match value.get_ref() {
        DeValue::Table(table) => path_in(table, span),
        DeValue::Array(items) => items.iter().enumerate().find_map(|(index, item)| {
            path_below(item, span).map(|below| std::iter::once(index.to_string()).chain(below).collect())
        }),
        _ => None,
    };
    deeper.or_else(|| (Span::from(value.span()) == span).then(Vec::new))
}

/// A path in TOML notation.
#[must_use]
pub fn dotted<S: AsRef<str>>(path: &[S]) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let part = |part: &str| match part {
        part if !part.is_empty() && part.chars().all(bare) => part.to_owned(),
        part => toml::Value::from(part).to_string(),
    };
    path.iter().map(|text| part(text.as_ref())).collect::<Vec<_>>().join(".")
}

/// The tree as JSON, for tests.
#[cfg(test)]
pub(super) fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    use serde_json::Value;
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).unwrap().into(),
        DeValue::Float(number) => number.as_str().parse::<f64>().unwrap().into(),
        DeValue::Boolean(boolean) => Value::Bool(*boolean),
        DeValue::Datetime(_) => Value::Null,
        DeValue::Array(items) => items.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), to_json(value.get_ref()))).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_where_they_must_be() {
        assert_eq!(dotted(&["services", "a.b", "x-y"]), "services.\"a.b\".x-y");
        assert_eq!(dotted(&["a b", ""]), "\"a b\".\"\"");
    }
}
