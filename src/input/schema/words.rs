//! The words of structural mistakes: what is needed at a place, and what is there.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::formats;
use crate::diagnostic::{Diagnostic, Fix};
use crate::document::{Found, kind_of};
use crate::input::decided::DECIDED_ELSEWHERE;
use crate::nearest::nearest;
use crate::origin::Span;
use crate::units::rule_of;

pub(super) fn article(kind: &str) -> String {
    match kind {
        "object" => "a table".to_owned(),
        "integer" => "an integer".to_owned(),
        "array" => "an array".to_owned(),
        other => format!("a {other}"),
    }
}

/// A bound without a needless fraction.
pub(super) fn whole(limit: &Value) -> String {
    let text = limit.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
    }
}

pub(super) fn required_key(error: &ValidationError<'_>) -> Option<String> {
    match error.kind() {
        ValidationErrorKind::Required { property } => property.as_str().map(|key| format!("`{key}`")),
        _ => None,
    }
}

pub(super) fn types_of(error: &ValidationError<'_>) -> Vec<String> {
    match error.kind() {
        ValidationErrorKind::Type { kind: TypeKind::Single(kind) } => vec![article(&kind.to_string())],
        ValidationErrorKind::Custom { .. } => vec![article("integer")],
        ValidationErrorKind::OneOfNotValid { .. } => vec!["a table".to_owned()],
        _ => Vec::new(),
    }
}

pub(super) fn constants_of(kind: &ValidationErrorKind) -> Vec<String> {
    match kind {
        ValidationErrorKind::Constant { expected_value } => {
            expected_value.as_str().map(str::to_owned).into_iter().collect()
        }
        ValidationErrorKind::Enum { options } => {
            options.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// What decides an option that is not set in its table.
pub(super) fn decided_by(table: &str, key: &str) -> Option<&'static str> {
    let (_, options) = DECIDED_ELSEWHERE.iter().find(|(name, _)| *name == table)?;
    options.iter().find(|(name, _)| *name == key).map(|(_, by)| *by)
}

pub(super) fn decided(table: &str, key: &str, span: Span) -> Option<Diagnostic> {
    let by = decided_by(table, key)?;
    Some(
        Diagnostic::error("decided-elsewhere", &span, format!("`{key}` is not set here"))
            .help(format!("it follows from {by}, so take this line out")),
    )
}

pub(super) fn wrong_type(found: Found<'_, '_>, expected: &[String]) -> Diagnostic {
    let is = match found.value {
        Some(toml::de::DeValue::Integer(_)) if expected.iter().any(|kind| kind.contains("integer")) => {
            "a number that is too large"
        }
        Some(toml::de::DeValue::Float(_)) if expected.iter().any(|kind| kind.contains("number")) => {
            "not a finite number"
        }
        other => other.map_or("a table", kind_of),
    };
    let mistake =
        Diagnostic::error("wrong-type", &found.span, format!("{} is needed here, this is {is}", list(expected)));
    let number = matches!(found.value, Some(toml::de::DeValue::Integer(_) | toml::de::DeValue::Float(_)));
    if number && expected.iter().any(|kind| kind.contains("string")) {
        mistake.help("put it in quotes")
    } else {
        mistake
    }
}

pub(super) fn why(format: &str, text: &str) -> String {
    let check = formats().find(|(name, _, _)| *name == format).map(|(_, _, check)| check);
    check
        .and_then(|check| check(text).err())
        .map_or_else(|| "this value is not possible here".to_owned(), |error| error.0)
}

pub(super) fn bad_value(found: Found<'_, '_>, format: &str, text: &str) -> Diagnostic {
    let message = why(format, text);
    let diagnostic = Diagnostic::error(rule_of(format), &found.span, message.clone());
    match formats().find(|(name, _, _)| *name == format) {
        Some((_, expects, _)) if !message.contains(expects) => diagnostic.help(format!("write {expects}")),
        _ => diagnostic,
    }
}

/// So many names are too many to read in a message.
const MANY: usize = 12;

/// The only name that has the text in it, or that the text has in it, as `CAP_KILL` has `KILL`.
fn part_of<'n>(text: &str, names: &'n [String]) -> Option<&'n str> {
    let mut related =
        names.iter().filter(|name| name.len().min(text.len()) > 3 && (name.contains(text) || text.contains(*name)));
    related.next().filter(|_| related.next().is_none()).map(String::as_str)
}

pub(super) fn not_one_of(found: Found<'_, '_>, names: &[String], text: Option<&str>) -> Diagnostic {
    let Some(text) = text else { return wrong_type(found, &["a string".to_owned()]) };
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let one = match quoted.as_slice() {
        [first, .., last] if quoted.len() > MANY => format!("{} names, from {first} to {last},", quoted.len()),
        few => list(few),
    };
    let diagnostic = Diagnostic::error("bad-value", &found.span, format!("one of {one} is needed here"));
    match nearest(text, names.iter().map(String::as_str)).or_else(|| part_of(text, names)) {
        Some(near) => diagnostic
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::suggested(&format!("write `{near}`")).set(&found.span, near, near)),
        None if names.len() > MANY => diagnostic.help("`stackgen explain KEY` lists them"),
        None => diagnostic,
    }
}
