//! A part of the text that an edit replaces, and the lines around it.

use std::ops::Range;

use super::layout::begin;

/// A part of the text and its replacement.
#[derive(Debug, Clone)]
pub(super) struct Splice {
    pub(super) place: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { place: at..at, text: text.into() }
    }

    pub(super) fn remove(place: Range<usize>) -> Self {
        Self { place, text: String::new() }
    }
}

/// The start of the line.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or_else(|| begin(text), |end| end + 1)
}

/// The place after the end of the line.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// The start of the spaces before a place.
pub(super) fn blanks_before(text: &str, at: usize) -> usize {
    text[..at].trim_end_matches([' ', '\t']).len()
}

/// The end of the spaces after a place.
pub(super) fn blanks_after(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches([' ', '\t']).len()
}

/// The spaces at the start of the line.
pub(super) fn indent_of(text: &str, at: usize) -> &str {
    let start = line_start(text, at);
    &text[start..blanks_after(text, start)]
}

/// The line ending of this text.
pub(super) fn newline(text: &str) -> &'static str {
    let first = text.find('\n').unwrap_or(0);
    if text[..first].ends_with('\r') { "\r\n" } else { "\n" }
}
