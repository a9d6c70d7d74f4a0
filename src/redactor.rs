//! Finds known values in texts and hides them.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// What stands in a text for a value.
pub const HIDDEN: &str = "(hidden)";

/// Values that no text may show. They cannot be printed.
#[derive(Clone, Default)]
pub struct Redactor {
    values: Option<AhoCorasick>,
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

/// The lines of a value, each in every spelling in which a text may quote it: as it is, in the quotes of TOML, JSON or
/// YAML, and with the `$` doubled, as Compose wants it.
fn spellings(value: &str) -> impl Iterator<Item = String> {
    value.lines().map(str::trim).flat_map(|line| {
        let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
        [line.to_owned(), line.replace('$', "$$"), quoted.replace('$', "$$"), quoted]
    })
}

impl Redactor {
    /// Hides these values, line by line; lines of fewer than `least` bytes would be found in ordinary words.
    ///
    /// # Panics
    /// Where the values are more than four gigabytes.
    #[must_use]
    pub fn new<'v>(values: impl IntoIterator<Item = &'v str>, least: usize) -> Self {
        let mut all: Vec<String> = values.into_iter().flat_map(spellings).filter(|line| line.len() >= least).collect();
        all.sort_unstable();
        all.dedup();
        if all.is_empty() {
            return Self::default();
        }
        let mut builder = AhoCorasickBuilder::new();
        let values = builder.match_kind(MatchKind::LeftmostLongest).build(all);
        Self { values: Some(values.expect("the values were read from files of a bounded size")) }
    }

    /// Whether a text holds one of the values.
    #[must_use]
    pub fn finds_in(&self, text: &str) -> bool {
        self.values.as_ref().is_some_and(|values| values.is_match(text))
    }

    /// Where the values are in a text.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.values.iter().flat_map(move |values| values.find_iter(text)).map(|found| found.range())
    }

    /// A text without the values.
    #[must_use]
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let Some(values) = self.values.as_ref().filter(|values| values.is_match(text)) else {
            return Cow::Borrowed(text);
        };
        let mut hidden = String::with_capacity(text.len());
        values.replace_all_with(text, &mut hidden, |_, _, into| {
            into.push_str(HIDDEN);
            true
        });
        Cow::Owned(hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_hidden_in_every_spelling() {
        let redactor = Redactor::new(["a\"b\\c$d-long", "short", "first line\nsecond line"], 8);
        for text in ["a\"b\\c$d-long", "a\\\"b\\\\c$d-long", "a\"b\\c$$d-long", "second line", "x first line y"] {
            assert!(redactor.hide(text).contains(HIDDEN) && redactor.finds_in(text), "{text}");
        }
        assert_eq!(redactor.hide("short line"), "short line");
        assert!(redactor.places("a second line").eq(std::iter::once(2..13)));
        assert_eq!(Redactor::default().hide("x"), "x");
    }
}
