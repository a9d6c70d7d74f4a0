//! Finds known values in texts and hides them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// The replacement for a hidden value.
pub const HIDDEN: &str = "(hidden)";

/// Values that no text may show. `Debug` does not print them.
#[derive(Clone, Default)]
pub struct Redactor {
    values: Option<Arc<Values>>,
}

/// Values by their beginnings, so that the search automaton stays small even if the values are long.
struct Values {
    beginnings: AhoCorasick,
    /// All values with the same beginning.
    of_beginning: Vec<Vec<String>>,
}

/// If more values than this share a beginning, the rest of the line is hidden.
const MOST_ALIKE: usize = 32;

/// The length of the beginning that is searched for, in bytes; the rest is compared.
const BEGINNING: usize = 64;

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

impl Values {
    /// The places of the values in a text. A value that is cut off counts as far as it matches.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut from = 0;
        self.beginnings.find_iter(text).filter_map(move |found| {
            if found.end() <= from {
                return None;
            }
            let rest = text.get(found.start()..)?;
            let values = self.of_beginning.get(found.pattern().as_usize())?;
            let line = || rest.find('\n').unwrap_or(rest.len());
            let values = Some(values).filter(|values| values.len() <= MOST_ALIKE);
            let length = values
                .map_or_else(line, |values| values.iter().map(|value| common(value, rest)).max().unwrap_or_default());
            let place = found.start().max(from)..(found.start() + length).max(from);
            from = place.end;
            (!place.is_empty()).then_some(place)
        })
    }
}

/// The length of the common prefix of two texts, in bytes.
fn common(one: &str, other: &str) -> usize {
    let pairs = one.chars().zip(other.chars());
    pairs.take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum()
}

/// The lines of a value, each in every spelling that a text can contain: unchanged, escaped as in TOML, JSON or
/// YAML, and with `$` doubled as in Compose.
fn spellings(value: &str) -> impl Iterator<Item = String> {
    value.lines().map(str::trim).flat_map(|line| {
        let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
        [line.to_owned(), line.replace('$', "$$"), quoted.replace('$', "$$"), quoted]
    })
}

impl Redactor {
    /// Hides these values, line by line. Lines of fewer than `least` bytes are ignored, because ordinary words can
    /// contain them.
    ///
    /// # Panics
    /// If the values take more than four gigabytes.
    #[must_use]
    pub fn new<'v>(values: impl IntoIterator<Item = &'v str>, least: usize) -> Self {
        let all = values.into_iter().flat_map(spellings).filter(|line| line.len() >= least);
        let mut by_beginning: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for value in all {
            let beginning = value.get(..value.floor_char_boundary(BEGINNING)).unwrap_or_default();
            let values = by_beginning.entry(beginning.to_owned()).or_default();
            if values.len() <= MOST_ALIKE && !values.contains(&value) {
                values.push(value);
            }
        }
        if by_beginning.is_empty() {
            return Self::default();
        }
        let (beginnings, of_beginning): (Vec<_>, Vec<_>) = by_beginning.into_iter().unzip();
        let beginnings = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(beginnings);
        let beginnings = beginnings.expect("the values were read from files of a bounded size");
        Self { values: Some(Arc::new(Values { beginnings, of_beginning })) }
    }

    /// Whether a text contains one of the values, or the beginning of a long one.
    #[must_use]
    pub fn finds_in(&self, text: &str) -> bool {
        self.values.as_ref().is_some_and(|values| values.beginnings.is_match(text))
    }

    /// The places of the values in a text.
    pub fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        self.values.iter().flat_map(move |values| values.places(text))
    }

    /// A text with the values hidden.
    #[must_use]
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.finds_in(text) {
            return Cow::Borrowed(text);
        }
        let (mut hidden, mut from) = (String::with_capacity(text.len()), 0);
        for place in self.places(text) {
            hidden.push_str(text.get(from..place.start).unwrap_or_default());
            hidden.push_str(HIDDEN);
            from = place.end;
        }
        hidden.push_str(text.get(from..).unwrap_or_default());
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
        // A long value is hidden to its end, or as far as the text contains it.
        let long = "0123456789abcdef".repeat(20);
        let redactor = Redactor::new([long.as_str(), &format!("{}-other", &long[..80])], 8);
        assert_eq!(redactor.hide(&format!("a {long}{long} b")), "a (hidden)(hidden) b");
        assert_eq!(redactor.hide(&format!("a {}… b", &long[..100])), "a (hidden)… b");
        assert_eq!(redactor.hide(&format!("a {}-other b", &long[..80])), "a (hidden) b");
    }
}
