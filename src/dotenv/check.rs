//! Checks whether a `.env` matches a mode.

use jiff::civil::Date;

use super::placeholder::is_placeholder;
use super::{Comment, Dotenv, Entry, Expected, OF_COMPOSE};
use crate::codes::Code;
use crate::counted::counted;
use crate::finding::{Diagnostic, Severity};
use crate::model::Variable;
use crate::origin::Span;

/// The minimum length of a secret, in characters: shorter ones can be guessed.
const SHORTEST: usize = 16;

/// All findings, at their places; no message contains a value.
#[must_use]
pub fn check(dotenv: &Dotenv, expected: &Expected<'_>, today: Date) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = dotenv
        .problems
        .iter()
        .map(|problem| Diagnostic::error(Code::DotenvSyntax, &problem.span, problem.what))
        .collect();
    for (name, value) in &expected.of_mode {
        found.extend(of_mode(dotenv.get(name), name, value));
    }
    for variable in &expected.variables {
        let Some(entry) = dotenv.get(variable.name.as_str()) else {
            let message =
                format!("`{}` is missing: {} would not start", variable.name.as_str(), variable.readers.join(", "));
            found.push(Diagnostic::error(Code::VariableMissing, &Span::default(), message).help(how_to_set(variable)));
            continue;
        };
        found.extend(value(entry, variable));
        found.extend(cut(entry));
        found.extend(age(entry, variable, today));
    }
    found.extend(twice(dotenv));
    found.extend(equal(dotenv, expected));
    found.extend(unread(dotenv, expected));
    found
}

fn how_to_set(variable: &Variable<'_>) -> String {
    match variable.issued_by {
        Some(issuer) => format!("enter the value that {issuer} issued, in single quotes"),
        None => "run `stackgen env init` to generate a value".to_owned(),
    }
}

fn how_to_replace(variable: &Variable<'_>) -> String {
    match variable.issued_by {
        Some(_) => how_to_set(variable),
        None => format!("run `stackgen env rotate {}` to generate a value", variable.secret.as_str()),
    }
}

fn of_mode(entry: Option<&Entry>, name: &str, value: &str) -> Option<Diagnostic> {
    let Some(entry) = entry else {
        let message = format!("`{name}` is missing: Compose would not start this mode");
        return Some(
            Diagnostic::error(Code::ModeDiffers, &Span::default(), message).help(format!("write `{name}={value}`")),
        );
    };
    if entry.value.as_ref().and_then(super::Value::text).as_deref() == Some(value) {
        return None;
    }
    let place = entry.value.as_ref().map_or(entry.span, |value| value.span);
    let place = if place.start == place.end { entry.span } else { place };
    let diagnostic = Diagnostic::error(Code::ModeDiffers, &place, format!("`{name}` is for another mode"));
    Some(diagnostic.help(format!("write `{name}={value}`")))
}

fn value(entry: &Entry, variable: &Variable<'_>) -> Option<Diagnostic> {
    let name = &entry.name;
    let Some(value) = entry.value.as_ref().filter(|value| !value.is_empty()) else {
        let message = format!("`{name}` is empty: {} would not start", variable.readers.join(", "));
        return Some(Diagnostic::error(Code::VariableEmpty, &entry.span, message).help(how_to_set(variable)));
    };
    let Some(text) = value.text() else {
        let message = format!("Compose expands part of the value of `{name}`");
        let diagnostic = Diagnostic::error(Code::VariableExpanded, &value.span, message);
        return Some(diagnostic.help("put it in single quotes"));
    };
    if is_placeholder(&text, name, variable.secret.as_str()) {
        let message = format!("the value of `{name}` is a placeholder that anyone can guess");
        return Some(Diagnostic::error(Code::SecretPlaceholder, &value.span, message).help(how_to_replace(variable)));
    }
    if !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        let message = format!("`{name}` has characters outside printable ASCII: the start scripts reject it");
        return Some(Diagnostic::error(Code::VariableUnprintable, &value.span, message));
    }
    let ours = variable.issued_by.is_none();
    (ours && text.len() < SHORTEST).then(|| {
        let message =
            format!("`{name}` has {}, but a secret needs at least {SHORTEST}", counted(text.len(), "character"));
        let diagnostic = Diagnostic::new(Code::SecretShort, Severity::Warning, &value.span, message);
        diagnostic.help(format!("run `stackgen env rotate {}` to generate a longer one", variable.secret.as_str()))
    })
}

/// A value that ends at a comment: if a password contains ` #`, containers get only its first part.
fn cut(entry: &Entry) -> Option<Diagnostic> {
    let behind = entry.value.as_ref().filter(|value| !value.is_empty())?.cut()?;
    let message =
        format!("the value of `{}` ends at ` #`: Compose reads the rest of the line as a comment", entry.name);
    let diagnostic = Diagnostic::new(Code::VariableCut, Severity::Warning, &behind, message);
    Some(diagnostic.help("put the whole value in single quotes, or move the comment to a line of its own"))
}

fn age(entry: &Entry, variable: &Variable<'_>, today: Date) -> Option<Diagnostic> {
    let days = i64::try_from(variable.days?).ok()?;
    let set = entry.comments.iter().rev().find_map(Comment::day)?;
    let age = i64::from(set.until(today).ok()?.get_days());
    (age > days).then(|| {
        let message = format!("`{}` is {} old, the limit is {}", entry.name, counted(age, "day"), counted(days, "day"));
        Diagnostic::new(Code::SecretOld, Severity::Warning, &entry.span, message)
            .help(format!("run `stackgen env rotate {}`", variable.secret.as_str()))
    })
}

fn twice(dotenv: &Dotenv) -> impl Iterator<Item = Diagnostic> {
    dotenv.entries.iter().enumerate().filter_map(|(index, entry)| {
        let later = dotenv.entries.iter().skip(index + 1).find(|other| other.name == entry.name)?;
        let message = format!("{} is set again below, and Compose uses the last value", named(entry));
        Some(
            Diagnostic::new(Code::VariableTwice, Severity::Warning, &entry.span, message)
                .also(&later.span, "this value is used"),
        )
    })
}

/// Secrets with the same value: anyone who learns one of them knows the other.
fn equal(dotenv: &Dotenv, expected: &Expected<'_>) -> Vec<Diagnostic> {
    let known: Vec<(&Entry, String)> = expected
        .variables
        .iter()
        .filter_map(|variable| dotenv.get(variable.name.as_str()))
        .filter_map(|entry| Some((entry, entry.value.as_ref()?.text().filter(|text| !text.is_empty())?)))
        .collect();
    let same = |(index, (entry, text)): (usize, &(&Entry, String))| {
        let (other, _) = known.iter().take(index).find(|(_, other)| other == text)?;
        let message = format!("`{}` has the same value as `{}`", entry.name, other.name);
        let diagnostic = Diagnostic::new(Code::SecretsEqual, Severity::Warning, &entry.span, message);
        Some(
            diagnostic.also(&other.span, "the same value").help("replace one of them: anyone who learns it knows both"),
        )
    };
    known.iter().enumerate().filter_map(same).collect()
}

/// A variable that the mode does not know, for a message.
fn named(entry: &Entry) -> String {
    entry.shown_name().map_or_else(|| "this variable".to_owned(), |name| format!("`{name}`"))
}

fn unread(dotenv: &Dotenv, expected: &Expected<'_>) -> impl Iterator<Item = Diagnostic> {
    let read = |name: &str| {
        expected.has_own_files
            || name.starts_with(OF_COMPOSE)
            || name.starts_with("DOCKER_")
            || expected.variables.iter().any(|of| of.name.as_str() == name)
    };
    dotenv.entries.iter().filter(move |entry| !read(&entry.name)).map(|entry| {
        let message = format!("nothing in this mode reads {}", named(entry));
        Diagnostic::new(Code::VariableUnread, Severity::Advice, &entry.span, message)
    })
}
