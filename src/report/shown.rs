//! Findings that are safe to show: every string has gone through the mask of the input. The formats
//! for programs are built only from these.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{Lines, Position};
use crate::document::Masked;
use crate::finding::{Diagnostic, Edit, Fix, Label, Severity, SumLine, Value};
use crate::origin::Span;
use crate::rule::Rule;
use crate::rules::rule;
use crate::source::Source;

/// The findings of an input that are safe to show.
pub struct Shown<'s> {
    /// The path of the file, as it was given.
    pub file: String,
    /// The path of the file from the root of the project, with `/` between its parts.
    pub path: String,
    /// The findings, by their position in the file.
    pub findings: Vec<Finding>,
    /// How many findings are held back because they may follow from one of these.
    pub held_back: usize,
    lines: Lines<'s>,
}

/// A finding without the credentials of the input.
pub struct Finding {
    /// The masked diagnostic.
    pub says: Diagnostic,
    /// The path of keys to its place, in TOML syntax: `redis.resources.memory`.
    pub key: Option<String>,
    /// Its rule; `None` for structural errors.
    pub rule: Option<&'static Rule>,
    /// Whether it makes the command fail.
    pub fails: bool,
    /// Its number among the findings of the same rule and key, from 1.
    pub number: usize,
    /// Identifies the finding in later runs. It does not change when the key moves within its file.
    pub fingerprint: String,
}

/// A range in an input.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The position of the first character.
    pub start: Position,
    /// The position after the last character.
    pub end: Position,
}

impl<'s> Shown<'s> {
    /// The findings of an input. Those of at least the severity `fails` make the command fail.
    #[must_use]
    pub fn new(source: &'s Source, mask: &Masked, found: &[Diagnostic], path: String, fails: Severity) -> Self {
        let lines = Lines::new(source.text());
        let mut known = BTreeMap::new();
        let mut findings = Vec::new();
        for diagnostic in found {
            let says = hidden(diagnostic, mask);
            let key = key(&says.key, mask);
            let line = || mask.text().get(lines.line_at(says.primary.span.start)).unwrap_or_default().trim().to_owned();
            let what = key.clone().unwrap_or_else(line);
            let number = known.entry((says.rule, what.clone())).or_insert(0_usize);
            *number += 1;
            findings.push(Finding {
                key,
                rule: rule(says.rule),
                fails: says.severity >= fails,
                number: *number,
                fingerprint: fingerprint(&[says.rule, &path, &what, &number.to_string()]),
                says,
            });
        }
        Self { file: mask.path().to_owned(), path, findings, held_back: 0, lines }
    }

    /// The same, with the number of findings that are held back.
    #[must_use]
    pub fn holding_back(self, held_back: usize) -> Self {
        Self { held_back, ..self }
    }

    /// The positions of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { start: self.lines.position(span.start), end: self.lines.position(span.end.max(span.start)) }
    }
}

fn fingerprint(parts: &[&str]) -> String {
    Sha256::digest(parts.join("\0")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A path of keys in TOML syntax, separated by dots.
fn key(parts: &[String], mask: &Masked) -> Option<String> {
    let bare = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let quoted = |part: &String| match part.as_str() {
        "" => "\"\"".to_owned(),
        part if bare(part) => part.to_owned(),
        part => serde_json::Value::from(part).to_string(),
    };
    let path = parts.iter().map(quoted).collect::<Vec<_>>().join(".");
    (!parts.is_empty()).then(|| mask.hide(&path))
}

/// A finding with the mask applied to every string. Each field is named, so that a new field cannot
/// be forgotten.
fn hidden(found: &Diagnostic, mask: &Masked) -> Diagnostic {
    let Diagnostic {
        rule,
        severity,
        message,
        primary,
        labels,
        help,
        sum,
        fixes,
        modes,
        differs,
        has_numbers,
        everywhere,
        is_in_key,
        meant_keys,
        key,
    } = found;
    let label = |Label { span, text }: &Label| Label { span: *span, text: mask.hide(text) };
    let line =
        |SumLine { sign, amount, what }: &SumLine| SumLine { sign, amount: mask.hide(amount), what: mask.hide(what) };
    let fix = |Fix { what, safe, edits }: &Fix| Fix {
        what: mask.hide(what),
        safe: *safe,
        edits: edits.iter().map(|edit| hidden_edit(edit, mask)).collect(),
    };
    Diagnostic {
        rule,
        severity: *severity,
        message: mask.hide(message),
        primary: label(primary),
        labels: labels.iter().map(label).collect(),
        help: help.as_deref().map(|help| mask.hide(help)),
        sum: sum.iter().map(line).collect(),
        fixes: fixes.iter().map(fix).collect(),
        modes: modes.iter().map(|mode| mask.hide(mode)).collect(),
        differs: differs.iter().map(|mode| mask.hide(mode)).collect(),
        has_numbers: *has_numbers,
        everywhere: *everywhere,
        is_in_key: *is_in_key,
        meant_keys: meant_keys.as_ref().map(|keys| keys.iter().map(|key| mask.hide(key)).collect()),
        key: key.iter().map(|part| mask.hide(part)).collect(),
    }
}

fn hidden_edit(edit: &Edit, mask: &Masked) -> Edit {
    let value = |value: &Value| match value {
        Value::Integer(_) | Value::Cpus(_) | Value::Bool(_) => value.clone(),
        Value::Text(text) => Value::Text(mask.hide(text)),
        Value::List(list) => Value::List(list.iter().map(|text| mask.hide(text)).collect()),
    };
    match edit {
        Edit::Set(span, new) => {
            let hidden = mask.hidden_at(*span).map(|hidden| Value::Text(hidden.to_owned()));
            Edit::Set(*span, hidden.unwrap_or_else(|| value(new)))
        }
        Edit::Insert(span, key, new) => Edit::Insert(*span, mask.hide(key), value(new)),
        Edit::Rename(span, key) => Edit::Rename(*span, mask.hide(key)),
        Edit::Remove(span) => Edit::Remove(*span),
        Edit::Push(span, new) => Edit::Push(*span, value(new)),
    }
}

impl Finding {
    /// What is wrong, and in which modes.
    #[must_use]
    pub fn message(&self) -> String {
        self.says.message_with_modes()
    }
}
