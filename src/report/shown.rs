//! Findings as anyone may see them: every string has gone through the mask of the input. The
//! formats for machines are made of these and of nothing else.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::{Lines, Position};
use crate::document::Masked;
use crate::finding::{Diagnostic, Edit, Fix, Label, Severity, SumLine, Value};
use crate::origin::Span;
use crate::rule::Rule;
use crate::rules::rule;
use crate::source::Source;

/// The findings of an input, to be shown.
pub struct Shown<'s> {
    /// The file, as it was named.
    pub file: String,
    /// The file from the root of the project, with `/` between its parts.
    pub path: String,
    /// What was found, in the order of the places.
    pub findings: Vec<Finding>,
    /// How many findings are held back, since they may follow from one of these.
    pub held_back: usize,
    lines: Lines<'s>,
}

/// A finding without the input's credentials.
pub struct Finding {
    /// What it says.
    pub says: Diagnostic,
    /// The keys that lead to its place, as TOML writes them: `redis.resources.memory`.
    pub key: Option<String>,
    /// Its rule; nothing for structural mistakes.
    pub rule: Option<&'static Rule>,
    /// Whether the command fails for it.
    pub fails: bool,
    /// Which one it is of those of its rule and key, from 1.
    pub number: usize,
    /// What it is known by when it is found again: the same wherever its key is moved in its file.
    pub fingerprint: String,
}

/// A range in an input.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Where it starts.
    pub start: Position,
    /// Where the first character after it is.
    pub end: Position,
}

impl<'s> Shown<'s> {
    /// The findings of an input, of which those from this severity on make the command fail.
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

    /// The same, where so many findings are held back.
    #[must_use]
    pub fn holding_back(self, held_back: usize) -> Self {
        Self { held_back, ..self }
    }

    /// The place of a range.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { start: self.lines.position(span.start), end: self.lines.position(span.end.max(span.start)) }
    }
}

fn fingerprint(parts: &[&str]) -> String {
    Sha256::digest(parts.join("\0")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keys as TOML writes them, with dots between them.
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

/// A finding whose every string has gone through the mask. Each field is named, so that a further
/// one cannot be forgotten.
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
