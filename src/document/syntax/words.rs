//! The messages of the parser, in words that say what to write instead.

use super::parsed::line_at;
use crate::origin::Span;

/// Words for true and false in other languages.
const TRUE: &[&str] = &["yes", "on", "True", "TRUE", "Yes", "On"];
const FALSE: &[&str] = &["no", "off", "False", "FALSE", "No", "Off"];

/// Quotation marks of typography.
const QUOTES: &[char] = &['“', '”', '„', '‘', '’', '«', '»'];

/// The message of the parser for a place of the text.
pub(super) fn said(message: &str, text: &str, place: Span) -> String {
    let expected = [", expected nothing", ", expected literal string"];
    let message = expected.iter().fold(message.trim(), |said, end| said.trim_end_matches(end));
    of_value(message, text, place).or_else(|| of_statement(message, text, place)).unwrap_or_else(|| message.to_owned())
}

/// The message for a value that was probably meant to be a string or another value.
fn of_value(message: &str, text: &str, place: Span) -> Option<String> {
    let of_number = ["invalid mantissa", "invalid fraction", "invalid float", "invalid boolean"]
        .iter()
        .any(|of| message.starts_with(of));
    if message.starts_with("missing escaped value") || message.contains("escape") {
        return Some(r"a backslash starts an escape sequence: write `\\`, or put the text in single quotes".to_owned());
    }
    if !of_number && !message.starts_with("string values must be quoted") {
        return None;
    }
    let line = line_at(text, place.start);
    let begins = text[line.start..place.start].rfind(['=', ',', '[', '{']).map_or(line.start, |at| line.start + at + 1);
    let value = text[begins..line.end].trim_start();
    let word = value.split([' ', '\t', ',', ']', '}', '#']).next().unwrap_or_default();
    Some(match word {
        _ if value.is_empty() || value.starts_with('#') => "the value is missing".to_owned(),
        _ if value.starts_with(QUOTES) => "a string needs straight quotes: `\"…\"`".to_owned(),
        word if TRUE.contains(&word) => "this is not a boolean: write `true`".to_owned(),
        word if FALSE.contains(&word) => "this is not a boolean: write `false`".to_owned(),
        "null" | "None" | "nil" | "~" => "TOML has no null: omit the key".to_owned(),
        _ if of_number => "this is not a number, and string values must be quoted".to_owned(),
        _ => message.to_owned(),
    })
}

fn of_statement(message: &str, text: &str, place: Span) -> Option<String> {
    let line = line_at(text, place.start);
    let (before, behind) = (&text[line.start..place.start.min(line.end)], &text[place.start.min(line.end)..line.end]);
    let digit = |c: char| c.is_ascii_digit();
    if message.starts_with("unexpected key or value") {
        let comma = behind.strip_prefix(',').or_else(|| before.ends_with(',').then_some(behind));
        let before = before.trim_end_matches(',');
        return (before.ends_with(digit) && comma.is_some_and(|rest| rest.starts_with(digit)))
            .then(|| "the decimal separator must be a point".to_owned());
    }
    let whole = text[line.range()].trim();
    (message.starts_with("key with no value") && whole.ends_with(']') && !whole.starts_with('['))
        .then(|| "the `[` of a table header is missing".to_owned())
}
