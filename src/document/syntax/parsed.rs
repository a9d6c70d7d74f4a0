//! The statements, brackets and errors that the parser finds in a text.

use std::borrow::Cow;
use std::collections::BTreeSet;

use toml_parser::parser::{Event, EventKind, parse_document};
use toml_parser::{Expected, ParseError, Source};

use crate::origin::Span;

/// A pair `key = value`, or the header of a table.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) start: usize,
    pub(super) is_header: bool,
    /// The keys that lead to it, including the header above it.
    pub(super) path: Vec<String>,
    /// Its last key.
    pub(super) key: Span,
}

/// What the parser finds in a text.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) statements: Vec<Statement>,
    /// The brackets of values, with their kind.
    brackets: Vec<(Span, Bracket)>,
    /// In the order of their places.
    pub(super) errors: Vec<Error>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Opens,
    Closes,
}

/// An error of the parser.
#[derive(Debug)]
pub(super) struct Error {
    pub(super) place: Span,
    pub(super) message: String,
}

fn span(span: toml_parser::Span) -> Span {
    Span { start: span.start(), end: span.end() }
}

impl Parsed {
    pub(super) fn of(text: &str) -> Self {
        let source = Source::new(text);
        let (mut events, mut errors): (Vec<Event>, Vec<ParseError>) = (Vec::new(), Vec::new());
        parse_document(&source.lex().into_vec(), &mut |event| events.push(event), &mut errors);
        let end = Span { start: text.len(), end: text.len() };
        let mut parsed = Self::default();
        parsed.errors.extend(errors.iter().map(|error| Error {
            place: error.unexpected().or(error.context()).map_or(end, span),
            message: message(error),
        }));
        parsed.errors.sort_by_key(|error| error.place);
        parsed.follow(&source, &events);
        parsed
    }

    fn follow(&mut self, source: &Source<'_>, events: &[Event]) {
        let mut header: Vec<String> = Vec::new();
        let mut begins = true;
        let mut depth = 0_usize;
        for event in events {
            let at = span(event.span());
            match event.kind() {
                EventKind::Newline => begins |= depth == 0,
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    self.statements.push(Statement { start: at.start, is_header: true, path: Vec::new(), key: at });
                    begins = false;
                }
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    header = self.statements.last().map(|last| last.path.clone()).unwrap_or_default();
                }
                EventKind::SimpleKey if depth == 0 => {
                    if std::mem::take(&mut begins) {
                        let path = header.clone();
                        self.statements.push(Statement { start: at.start, is_header: false, path, key: at });
                    }
                    let mut key = Cow::Borrowed("");
                    if let (Some(raw), Some(last)) = (source.get(event), self.statements.last_mut()) {
                        raw.decode_key(&mut key, &mut ());
                        last.path.push(key.into_owned());
                        last.key = at;
                    }
                }
                EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                    depth += 1;
                    self.brackets.push((at, Bracket::Opens));
                }
                EventKind::ArrayClose | EventKind::InlineTableClose => {
                    depth = depth.saturating_sub(1);
                    self.brackets.push((at, Bracket::Closes));
                }
                _ => {}
            }
        }
    }

    /// The number of lines with an error.
    pub(super) fn wrong_lines(&self, text: &str) -> usize {
        let lines: BTreeSet<Span> = self.errors.iter().map(|error| line_at(text, error.place.start)).collect();
        lines.len()
    }

    /// The last statement that begins before a place.
    pub(super) fn statement_at(&self, place: Span) -> Option<&Statement> {
        self.statements.iter().take_while(|statement| statement.start <= place.start).last()
    }

    /// The innermost bracket that is open at a place.
    pub(super) fn open_at(&self, place: Span) -> Option<Span> {
        let mut open = Vec::new();
        for (at, bracket) in self.brackets.iter().take_while(|(at, _)| at.start < place.start) {
            match bracket {
                Bracket::Opens => open.push(*at),
                Bracket::Closes => drop(open.pop()),
            }
        }
        open.pop()
    }
}

fn message(error: &ParseError) -> String {
    let literal = |expected: &Expected| match expected {
        Expected::Literal("\n") => Some("the end of the line".to_owned()),
        Expected::Literal(text) => Some(format!("`{text}`")),
        // The description contains it already: "missing value", "string values must be quoted".
        _ => None,
    };
    let expected: Vec<String> = error.expected().into_iter().flatten().filter_map(literal).collect();
    let expected = if expected.is_empty() { String::new() } else { format!(", expected {}", expected.join(" or ")) };
    format!("{}{expected}", error.description())
}

/// The lines of a text, with their line endings.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Span> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let line = Span { start: *start, end: *start + line.len() };
        *start = line.end;
        Some(line)
    })
}

/// The line of a byte, without its line ending.
pub(super) fn line_at(text: &str, byte: usize) -> Span {
    let start = text[..byte].rfind('\n').map_or(0, |newline| newline + 1);
    Span { start, end: text[start..].find('\n').map_or(text.len(), |length| start + length) }
}
