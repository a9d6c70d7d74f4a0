//! The syntax errors of a text: the first of each region, without the errors that follow from it. What follows an
//! unclosed bracket is read as part of the array until the end of the file, and each line of it would be an error.

mod conflict;
mod parsed;
mod words;

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::FINDINGS;
use crate::codes::Code;
use crate::finding::Diagnostic;
use crate::origin::Span;
use parsed::{Error, Parsed, line_at, lines};
use words::said;

/// The maximum number of regions that are reported. Once they are fixed, the next ones are.
const REGIONS: usize = 20;

/// The number of lines that are tried as the end of an error's region.
const ENDS: usize = 12;

/// In a longer text, in bytes, only the first error is shown, because finding a region requires parsing repeatedly.
/// `inputs/stack.toml` has 6 KiB.
const LONGEST: usize = 64 * 1024;

/// The code under which syntax errors are reported.
const CODE: Code = Code::TomlSyntax;

/// The first error, explained for a person.
fn first(parsed: &Parsed, text: &str) -> Option<(Span, Diagnostic)> {
    let Error { place, message } = parsed.errors.first()?;
    let message = said(message, text, *place);
    let line = line_at(text, place.start);
    let open = parsed.open_at(*place).filter(|open| open.start < line.start);
    let found = match open {
        Some(open) if is_statement_like(&text[line.range()]) => {
            Diagnostic::error(CODE, &open, format!("this `{}` is not closed", &text[open.range()]))
                .also(place, "read as part of it")
        }
        Some(open) => Diagnostic::error(CODE, place, message).also(&open, "opened here"),
        None => Diagnostic::error(CODE, place, message),
    };
    Some((*place, found))
}

/// The errors of a text, and its readable part.
pub(super) struct Syntax {
    /// Every syntax error, except those that follow from an earlier one.
    pub(super) errors: Vec<Diagnostic>,
    /// The text with blanks for what is wrong.
    pub(super) left: String,
    /// Lines with an error, and what is below a damaged header: it is unknown in which table that is.
    pub(super) astray: Vec<Span>,
}

impl Syntax {
    /// Finds the errors in a text that the parser rejects with this first error.
    pub(super) fn of(text: &str, first: &toml::de::Error) -> Self {
        let conflict::Resolved { mut errors, left } = conflict::resolved(text);
        let of_rest = regions(&left);
        errors.extend(of_rest.errors);
        if errors.is_empty() {
            // A text that the parser rejects always has an error, whatever is found here.
            let place = first.span().map_or(Span { start: text.len(), end: text.len() }, Span::from);
            errors.push(Diagnostic::error(CODE, &place, said(first.message(), text, place)));
        }
        let astray = errors.iter().map(|error| below_damaged(text, error.primary.span)).collect();
        Self { errors, left: of_rest.left, astray }
    }
}

/// The line of an error; if the line is not a key with a value, also everything up to the next header.
fn below_damaged(text: &str, error: Span) -> Span {
    let line = line_at(text, error.start);
    let said = text[line.range()].trim();
    let is_pair = said.contains('=') && !said.starts_with(['=', '[', '{']);
    if is_pair {
        return line;
    }
    let next = lines(&text[line.end..]).find(|next| is_header_like(&text[line.end..][next.range()]));
    Span { start: line.start, end: next.map_or(text.len(), |next| line.end + next.start) }
}

fn regions(text: &str) -> Syntax {
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut left = text.to_owned();
    let mut parsed = Parsed::of(text);
    while let Some((place, first)) = first(&parsed, &left) {
        found.push(first);
        if text.len() > LONGEST || found.len() == REGIONS {
            return Syntax { errors: found, left, astray: Vec::new() };
        }
        left = without(&left, &parsed, place);
        parsed = Parsed::of(&left);
    }
    let of_values = without_header(&parsed, of_values(&left, &parsed, &found));
    // The rest of a string that is split over two lines.
    let broken = of_values.iter().filter(|value| value.message.contains("string, expected"));
    let line_of = |at: usize| line_at(text, at.min(text.len()));
    let behind = broken.map(|value| line_of(line_of(value.primary.span.start).end + 1));
    let behind: Vec<Span> = behind.filter(|line| !is_statement_like(&text[line.range()])).collect();
    found.retain(|error| !behind.iter().any(|line| (line.start..=line.end).contains(&error.primary.span.start)));
    found.extend(of_values);
    Syntax { errors: found, left, astray: Vec::new() }
}

/// The errors in a text whose statements can all be separated: unreadable values and duplicate keys.
fn of_values(text: &str, parsed: &Parsed, before: &[Diagnostic]) -> Vec<Diagnostic> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let end = Span { start: text.len(), end: text.len() };
    let mut found = Vec::new();
    let mut repeated = 0..0;
    let mut wrong: Option<Option<usize>> = None;
    for error in errors.iter().take(FINDINGS) {
        let place = error.span().map_or(end, Span::from);
        if repeated.contains(&place.start) {
            continue;
        }
        let diagnostic = Diagnostic::error(CODE, &place, said(error.message(), text, place));
        let at = parsed.statements.binary_search_by_key(&place, |statement| statement.key).ok();
        let first = at.and_then(|second| {
            let path = &parsed.statements.get(second)?.path;
            parsed.statements.get(..second)?.iter().rfind(|first| first.path == *path)
        });
        // A table with a damaged header looks like a continuation of the table before it.
        let header = parsed.statements.iter().rfind(|one| one.is_header && one.start < place.start);
        let table = header.map_or(0, |header| header.start)..place.start;
        let mut errors = before.iter().chain(&found);
        if first.is_some() && errors.any(|error| table.contains(&error.primary.span.start) && !is_repeated(error)) {
            continue;
        }
        let inside = parsed.statement_at(place);
        // An unreadable value is one mistake, whatever is wrong in it.
        let start = inside.map(|inside| inside.start);
        if at.is_none() && wrong.replace(start) == Some(start) {
            continue;
        }
        let above = inside.filter(|above| above.start < line_at(text, place.start).start);
        found.push(match (first, above) {
            (Some(first), _) => diagnostic.here(&place, "defined again").also(&first.key, "first defined here"),
            (None, Some(above)) if error.message().contains("multi-line") => {
                diagnostic.also(&above.key, "it starts here")
            }
            _ => diagnostic,
        });
        // Keys below the second header of a table are compared with those below the first.
        let rest = parsed.statements.get(at.unwrap_or(usize::MAX)..).unwrap_or_default();
        if let Some((header, below)) = rest.split_first().filter(|(header, _)| header.is_header) {
            let next = below.iter().find(|next| next.is_header);
            repeated = header.key.end..next.map_or(text.len(), |next| next.start);
        }
    }
    found
}

/// The number of duplicate keys in a table from which on they are taken for keys of another table.
const HEADER: usize = 3;

/// Duplicate keys that are caused by the missing header of their own table, reported together.
fn without_header(parsed: &Parsed, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let header = |one: &Diagnostic| {
        let before = |statement: &&parsed::Statement| statement.is_header && statement.start < one.primary.span.start;
        parsed.statements.iter().rfind(before).map(|header| (header.start, header.path.join(".")))
    };
    let mut left: Vec<Diagnostic> = Vec::new();
    let mut tables: BTreeMap<(usize, String), Vec<Diagnostic>> = BTreeMap::new();
    for one in found {
        match header(&one).filter(|_| is_repeated(&one)) {
            Some(table) => tables.entry(table).or_default().push(one),
            None => left.push(one),
        }
    }
    for ((_, table), repeated) in tables {
        let (Some(first), count) = (repeated.first(), repeated.len()) else { continue };
        if count < HEADER {
            left.extend(repeated);
            continue;
        }
        let place = first.primary.span;
        let told = Diagnostic::error(CODE, &place, format!("{count} duplicate keys in `[{table}]`"));
        let others = repeated.iter().skip(1).map(|other| other.primary.span);
        let told = others.fold(told, |told, other| told.also(&other, ""));
        left.push(told.help("check whether the header of another table is missing above them"));
    }
    left.sort_by_key(|one| one.primary.span);
    left
}

/// Whether it is a duplicate key: the rest of the text is still read as it was meant.
fn is_repeated(error: &Diagnostic) -> bool {
    error.message == "duplicate key"
}

/// The text with blanks for the region of its first error, so that all other places stay the same.
fn without(text: &str, parsed: &Parsed, error: Span) -> String {
    let (start, is_header) = parsed.statement_at(error).map_or((0, false), |wrong| (wrong.start, wrong.is_header));
    let line = line_at(text, start);
    let is_header = is_header || text[line.range()].trim_end().ends_with(']') && !text[line.range()].contains('=');
    let start = line.start;
    let ends = lines(text).filter(|line| line.start > start).filter(|line| {
        let line = &text[line.range()];
        // What follows a broken header belongs to an unknown table.
        if is_header { is_header_like(line) } else { is_statement_like(line) }
    });
    let (before, behind): (Vec<usize>, Vec<usize>) = ends.map(|line| line.start).partition(|end| *end <= error.start);
    let nearest = before.into_iter().rev().take(ENDS).rev();
    let tried = nearest.chain(behind.into_iter().take(ENDS)).chain([text.len()]);
    let blanked = tried.map(|end| format!("{}{}{}", &text[..start], blanks(&text[start..end]), &text[end..]));
    // The first end that leaves the fewest errors. Each further statement counts as one, since it may have an error
    // of its own.
    let blanked = blanked.enumerate().min_by_key(|(further, left)| further + Parsed::of(left).wrong_lines(left));
    blanked.map(|(_, left)| left).unwrap_or_default()
}

fn blanks(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

fn is_header_like(line: &str) -> bool {
    line.starts_with('[')
}

fn is_statement_like(line: &str) -> bool {
    let line = line.trim_start();
    let in_key = |c: char| c.is_alphanumeric() || "_-.\"' \t".contains(c);
    is_header_like(line) || line.trim_start_matches(in_key).starts_with('=') && !line.starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_of_each_region_is_shown() {
        for (text, expected) in [
            ("a = [1, 2\nb = 3\nc = 4\n[d]\ne = 5\n[f]\ng = 6\n", "1 this `[` is not closed; 2 read as part of it"),
            ("x = { a = 1, b = 2\ny = 3\nz = 4\n", "1 this `{` is not closed; 2 read as part of it"),
            ("a = [\n  'x'\n  'y',\n]\nb = 3\n", "3 missing comma between array elements, expected `,`; 1 opened here"),
            ("[d\ne = 5\n[f]\ne = 6\n", "1 unclosed table, expected `]`"),
            ("[c]\ne = 5\nd]\ne = 5\n[f]\ne = 6\n", "3 the `[` of a table header is missing"),
            (
                "x = \"\"\"\nfoo = bar\n\ny = 3\n[z]\n",
                "6 invalid multi-line basic string, expected `\"`; 1 it starts here",
            ),
            (
                "x 3\ny = = 4\nz = 1 2\n",
                "1 key with no value, expected `=` | 2 extra `=` | 3 string values must be quoted",
            ),
            ("a = 1\na = 2\n", "2 duplicate key; 1 first defined here"),
            ("[t]\nx = 1\n[u]\n[t]\nx.y = 2\n", "4 duplicate key; 1 first defined here"),
            ("[[t]]\nx = 1\n[[t]]\nx = 2\nx = 3\n", "5 duplicate key; 4 first defined here"),
            (
                "a = ./x\nb = 01\n",
                "1 this is not a number, and string values must be quoted | 2 unexpected leading zero",
            ),
            ("a = 1\n}\nb = 2\n", "2 invalid key-value pair"),
        ] {
            let line = |span: Span| 1 + text[..span.start].matches('\n').count();
            let labels = |found: &Diagnostic| {
                found.labels.iter().map(|label| format!("; {} {}", line(label.span), label.text)).collect::<String>()
            };
            let said = |found: &Diagnostic| format!("{} {}{}", line(found.primary.span), found.message, labels(found));
            assert_eq!(regions(text).errors.iter().map(said).collect::<Vec<_>>().join(" | "), expected, "{text}");
        }
    }
}
