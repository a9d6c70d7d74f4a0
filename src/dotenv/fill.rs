//! Adds new values to a `.env` and leaves everything else unchanged.

use jiff::civil::Date;

use super::{Dotenv, Entry, Expected, SET, quoted};
use crate::model::Variable;

/// A `.env` with added values.
pub struct Filled {
    /// The text of the file. It contains secrets.
    pub text: String,
    /// The variables that have a new value.
    pub made: Vec<String>,
    /// The variables that still have no value, with their issuers.
    pub left: Vec<(String, String)>,
}

/// A change of a text: a place and its replacement.
struct Change(std::ops::Range<usize>, String);

fn changed(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| change.0.start);
    let mut out = text.to_owned();
    for Change(place, with) in changes.into_iter().rev() {
        out.replace_range(place, &with);
    }
    out
}

/// Fills in the missing variables of a mode. Existing values do not change, except those that select the mode. `text`
/// is an existing file, or the template; `value` returns a value, or `None` if there is none yet.
///
/// # Errors
/// The errors of `value`.
pub fn fill<E>(
    text: &str,
    expected: &Expected<'_>,
    today: Date,
    mut value: impl FnMut(&Variable<'_>) -> Result<Option<String>, E>,
) -> Result<Filled, E> {
    let (dotenv, end) = (Dotenv::parse(text), line_end(text));
    let (mut changes, mut more) = (Vec::new(), String::new());
    let (mut made, mut left) = (Vec::new(), Vec::new());
    for (name, value) in &expected.of_mode {
        match dotenv.get(name) {
            Some(entry) => changes.extend(of_mode(entry, value)),
            None => more += &format!("{name}={value}{end}"),
        }
    }
    for variable in &expected.variables {
        let name = variable.name.as_str();
        let entry = dotenv.get(name);
        if entry.and_then(|entry| entry.value.as_ref()).is_some_and(|value| !value.is_empty()) {
            continue;
        }
        let value = value(variable)?;
        match (&value, variable.issued_by) {
            (Some(_), _) => made.push(name.to_owned()),
            (None, issuer) => left.push((name.to_owned(), issuer.unwrap_or("you").to_owned())),
        }
        match (entry, value) {
            (Some(entry), Some(value)) => changes.extend(new_value(text, entry, &value, today)),
            (Some(_), None) => {}
            (None, value) => more += &appended(variable, value.as_deref(), today, end),
        }
    }
    let mut text = changed(text, changes);
    if !more.is_empty() && !text.is_empty() && !text.ends_with('\n') {
        text.push_str(end);
    }
    Ok(Filled { text: text + &more, made, left })
}

/// The line ending of a file: that of its first line.
fn line_end(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// The file with another value for a variable; `None` if the variable is missing.
#[must_use]
pub fn renew(text: &str, name: &str, value: &str, today: Date) -> Option<String> {
    let dotenv = Dotenv::parse(text);
    Some(changed(text, new_value(text, dotenv.get(name)?, value, today)))
}

fn of_mode(entry: &Entry, value: &str) -> Option<Change> {
    match &entry.value {
        Some(is) if is.text().as_deref() == Some(value) => None,
        Some(is) => Some(Change(is.span.range(), value.to_owned())),
        None => Some(Change(entry.span.end..entry.span.end, format!("={value}"))),
    }
}

/// The changes for a new value, and for the date above it.
fn new_value(text: &str, entry: &Entry, value: &str, today: Date) -> Vec<Change> {
    let end = line_end(text);
    let value = match &entry.value {
        Some(old) => Change(old.span.range(), quoted(value)),
        None => Change(entry.span.end..entry.span.end, format!("={}", quoted(value))),
    };
    let dated = entry.comments.iter().find(|comment| comment.day().is_some());
    let day = match (dated, entry.comments.last()) {
        (Some(comment), _) => Change(comment.span.range(), format!("# {SET}{today}")),
        (None, Some(last)) => Change(last.span.end..last.span.end, format!("{end}# {SET}{today}")),
        (None, None) => {
            let line = text[..entry.span.start].rfind('\n').map_or(0, |end| end + 1);
            Change(line..line, format!("# {SET}{today}{end}"))
        }
    };
    vec![day, value]
}

fn appended(variable: &Variable<'_>, value: Option<&str>, today: Date, end: &str) -> String {
    let day = value.map(|_| format!("# {SET}{today}{end}")).unwrap_or_default();
    let value = value.map(quoted).unwrap_or_default();
    format!("{end}# {}{end}{day}{}={value}{end}", variable.about(), variable.name.as_str())
}
