//! The limits of an input: many times what a deployment on one host needs, and small enough that every command finishes
//! quickly and with little memory, whatever is in the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

use crate::codes::Code;
use crate::counted::counted;
use crate::finding::Diagnostic;
use crate::origin::Span;

/// The code under which a limit is reported.
const CODE: Code = Code::InputTooLarge;

/// The maximum number of TOML tokens: names, values and punctuation. `inputs/stack.toml` has about 1,000.
const TOKENS: usize = 100_000;

/// The longest line, in bytes.
const LINE: usize = 4 * 1024;

/// The maximum number of entries of a section.
const ENTRIES: [(&str, usize); 4] = [("networks", 100), ("secrets", 1000), ("services", 500), ("modes", 50)];

/// The maximum number of services over all modes: each mode is a stack of its own.
const IN_ALL_MODES: usize = 2000;

/// The maximum number of findings that are kept of an input.
pub const FINDINGS: usize = 1000;

/// The limit that a text exceeds, before it is parsed.
pub(super) fn of_text(text: &str) -> Option<Diagnostic> {
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if line.len() > LINE {
            let place = Span { start, end: start };
            let message = format!("line {number} is too long: it has {} bytes, the maximum is {LINE}", line.len());
            return Some(Diagnostic::error(CODE, &place, message));
        }
        start += line.len();
    }
    let written = |kind| !matches!(kind, TokenKind::Whitespace | TokenKind::Newline | TokenKind::Eof);
    let mut tokens = toml_parser::Source::new(text).lex().filter(|token| written(token.kind()));
    let beyond = tokens.nth(TOKENS)?;
    let place = Span { start: beyond.span().start(), end: beyond.span().end() };
    let message = format!("the input is too large: it has more than {TOKENS} names, values and punctuation marks");
    Some(Diagnostic::error(CODE, &place, message))
}

/// The limits that a tree exceeds.
pub(super) fn of_tree(root: &DeTable<'_>) -> Vec<Diagnostic> {
    let section =
        |name: &str| root.get_key_value(name).and_then(|(key, value)| Some((key, value.get_ref().as_table()?)));
    let mut found = Vec::new();
    for (name, most) in ENTRIES {
        let Some((key, table)) = section(name).filter(|(_, table)| table.len() > most) else { continue };
        let message = format!("there are {} {name}, the maximum is {most}", table.len());
        found.push(Diagnostic::error(CODE, &Span::from(key.span()), message));
    }
    let services = section("services").map_or(0, |(_, table)| table.len());
    let Some((key, modes)) = section("modes") else { return found };
    let added: usize = modes.values().map(services_of).sum();
    let all = services * (1 + modes.len()) + added;
    if found.is_empty() && all > IN_ALL_MODES {
        let message =
            format!("the base and {} have {all} services, the maximum is {IN_ALL_MODES}", counted(modes.len(), "mode"));
        found.push(Diagnostic::error(CODE, &Span::from(key.span()), message));
    }
    found
}

fn services_of(mode: &Spanned<DeValue<'_>>) -> usize {
    let services = mode.get_ref().as_table().and_then(|mode| mode.get("services"));
    services.and_then(|services| services.get_ref().as_table()).map_or(0, DeTable::len)
}
