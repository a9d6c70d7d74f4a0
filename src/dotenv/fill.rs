//! New values in a `.env`; all else stays as it is.

use jiff::civil::Date;

use super::{Dotenv, Entry, Expected, SET, quoted};
use crate::model::Variable;

/// A `.env` with more values than before.
pub struct Filled {
    /// The file. It holds secrets.
    pub text: String,
    /// The variables that have a new value.
    pub made: Vec<String>,
    /// The variables that are without a value, and who issues it.
    pub left: Vec<(String, String)>,
}

/// A change of a text: what stands at a place, and what comes there.
struct Change(std::ops::Range<usize>, String);

fn changed(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|change| change.0.start);
    let mut out = text.to_owned();
    for Change(place, with) in changes.into_iter().rev() {
        out.replace_range(place, &with);
    }
    out
}

/// Fills in what a mode needs and is not there. No value that is there changes, but for those that say which mode
/// starts. `text` is a file as it is, or the template; `value` gives a value, or nothing where there is none yet.
///
/// # Errors
/// Those of `value`.
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

/// The line end of a file: that of its first line.
fn line_end(text: &str) -> &'static str {
    if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) { "\r\n" } else { "\n" }
}

/// The file with another value of a variable; nothing where it is not there.
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

/// The value, and the day above it.
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
