//! The texts of structural mistakes: what is expected at a place, and what is there.

use serde_json::Value;
use toml::de::DeValue;

use crate::codes::Code;
use crate::document::{Found, kind_of};
use crate::finding::{Diagnostic, Fix, Severity};
use crate::input::shape::{Bound, Format};
use crate::origin::Span;
use crate::suggest::nearest;

/// A limit without a needless fraction.
pub(crate) fn bound(limit: Bound) -> String {
    let text = match limit {
        Bound::Whole(limit) => limit.to_string(),
        Bound::Real(limit) => Value::from(limit).to_string(),
    };
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

/// An option that cannot be set in its table because other keys determine it.
pub(super) fn decided(key: &str, by: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::DecidedElsewhere, &span, format!("`{key}` cannot be set here"))
        .help(format!("remove this line, because the value follows from {by}"))
}

pub(super) fn wrong_type(found: Found<'_, '_>, needed: &[&str]) -> Diagnostic {
    let needs = |what: &str| needed.iter().any(|kind| kind.contains(what));
    let is = match found.value {
        Some(DeValue::Integer(_)) if needs("integer") => "a number that is too large",
        Some(DeValue::Float(_)) if needs("number") => "a number that is not finite",
        other => other.map_or("a table", kind_of),
    };
    let mistake = Diagnostic::error(Code::WrongType, &found.span, format!("expected {}, found {is}", list(needed)));
    let is_number = matches!(found.value, Some(DeValue::Integer(_) | DeValue::Float(_)));
    if is_number && needs("string") { mistake.help("put it in quotes") } else { mistake }
}

pub(super) fn bad_value(found: Found<'_, '_>, format: &Format) -> Diagnostic {
    let text = found.value.and_then(DeValue::as_str).unwrap_or_default();
    let why = (format.check)(text).err().map(|error| error.0);
    let message = why.unwrap_or_else(|| "this value is not valid here".to_owned());
    let says_what_to_write = message.contains(format.expects);
    let diagnostic = match format.rule {
        Some(rule) => Diagnostic::of_rule(rule, Severity::Error, &found.span, message),
        None => Diagnostic::error(Code::BadValue, &found.span, message),
    };
    if says_what_to_write { diagnostic } else { diagnostic.help(format!("write {}", format.expects)) }
}

/// More names than this are too many for a message.
const MANY: usize = 12;

/// The only name that contains the text or is contained in it, as `KILL` is in `CAP_KILL`.
fn part_of<'n>(text: &str, names: &[&'n str]) -> Option<&'n str> {
    let mut related =
        names.iter().filter(|name| name.len().min(text.len()) > 3 && (name.contains(text) || text.contains(**name)));
    related.next().filter(|_| related.next().is_none()).copied()
}

pub(super) fn not_one_of(found: Found<'_, '_>, names: &[&str]) -> Diagnostic {
    let Some(text) = found.value.and_then(DeValue::as_str) else { return wrong_type(found, &["a string"]) };
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let one = match quoted.as_slice() {
        [first, .., last] if quoted.len() > MANY => format!("one of {} names, from {first} to {last}", quoted.len()),
        few => list(&few.iter().map(String::as_str).collect::<Vec<_>>()),
    };
    let diagnostic = Diagnostic::error(Code::BadValue, &found.span, format!("expected {one}"));
    match nearest(text, names.iter().copied()).or_else(|| part_of(text, names)) {
        Some(near) => diagnostic
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::suggested(&format!("write `{near}`")).set(&found.span, near, near)),
        None if names.len() > MANY => diagnostic.help("run `stackgen explain KEY` to list them"),
        None => diagnostic,
    }
}
