//! An input as `explain` shows it: places, lines and values, all masked.

use crate::cli::inputs::Input;
use crate::counted::counted;
use crate::document::Masked;
use crate::input::Key;
use crate::origin::Span;

/// Longer lines are cut, in characters.
const LINE_WIDTH: usize = 100;
/// A value with more lines is cut.
const MOST_LINES: usize = 8;

/// An input to show.
pub(super) struct View<'i> {
    pub(super) input: &'i Input,
    pub(super) masked: Masked,
}

impl<'i> View<'i> {
    pub(super) fn new(input: &'i Input) -> Self {
        Self { input, masked: input.compiled.masked(&input.source) }
    }

    /// The path of the input.
    pub(super) fn path(&self) -> &str {
        self.masked.path()
    }

    /// The number of the line that contains a byte.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        1 + self.masked.text().bytes().take(byte).filter(|b| *b == b'\n').count()
    }

    /// The lines from a key to the end of its value, without the indentation that they share.
    pub(super) fn lines(&self, key: Span, value: Span) -> Vec<String> {
        let first = self.line_of(key.start);
        let last = if value.start < key.start { first } else { self.line_of(value.end.max(value.start + 1) - 1) };
        let lines: Vec<&str> = self.masked.text().lines().skip(first - 1).take(last + 1 - first).collect();
        let indent = |line: &&str| line.len() - line.trim_start().len();
        let shared = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or_default();
        let mut shown: Vec<String> =
            lines.iter().take(MOST_LINES).map(|line| cut(line.get(shared..).unwrap_or_default())).collect();
        if lines.len() > MOST_LINES {
            shown.push(format!("… {}", counted(lines.len() - MOST_LINES, "more line")));
        }
        shown
    }

    /// Whether the table at a place is written in braces.
    pub(super) fn is_inline(&self, span: Span) -> bool {
        self.masked.text().get(span.range()).is_some_and(|text| text.starts_with('{'))
    }

    /// The text at a place, on one line.
    pub(super) fn text(&self, span: Span) -> String {
        let text = self.masked.text().get(span.range()).unwrap_or_default();
        cut(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// A line of a generated file. A line that comes from a hidden value is hidden as a whole.
    pub(super) fn generated(&self, text: &str, made_by: Option<Span>) -> String {
        let written = |span: Span| self.input.source.text().get(span.range());
        let shown = |span: Span| self.masked.text().get(span.range());
        if made_by.is_some_and(|span| written(span) != shown(span)) {
            return "(hidden)".to_owned();
        }
        self.masked.hide(text)
    }
}

/// A line, cut if it is too long.
pub(super) fn cut(line: &str) -> String {
    let line = line.trim_end();
    match line.char_indices().nth(LINE_WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}

/// The key and the mode to explain for each input.
pub(super) struct Asked<'a> {
    pub(super) path: &'a [String],
    pub(super) key: &'a Key,
    pub(super) mode: Option<&'a str>,
}
