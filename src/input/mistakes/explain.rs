//! Explains a mistake to a person: at the key or value to change, without quoting it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::words::{bad_value, bound, decided, list, not_one_of, wrong_type};
use super::{Kind, Known, Mistake, meant};
use crate::codes::Code;
use crate::document::{Found, dotted};
use crate::finding::Diagnostic;
use crate::input::language::Language;
use crate::input::shape::{Format, Instead};
use crate::origin::Span;

/// The structural mistakes that can have a fix.
pub const FIXED_STRUCTURE: &[Code] = &[Code::UnknownKey, Code::BadValue];

/// Turns the mistakes of one tree into diagnostics.
pub(super) struct Explain<'t, 's> {
    pub(super) language: &'t Language,
    pub(super) root: &'t Spanned<DeTable<'s>>,
}

impl Explain<'_, '_> {
    pub(super) fn mistake(&self, mistake: &Mistake) -> Vec<Diagnostic> {
        let path = &mistake.path;
        let found = Found::at(self.root, path);
        let one = |code, message: String| vec![Diagnostic::error(code, &found.span, message)];
        match &mistake.kind {
            Kind::Unknown { keys, known } => self.unknown_keys(path, keys, *known),
            Kind::Missing { key, or, known } => self.missing(path, key, *or, *known).into_iter().collect(),
            Kind::Forms(of_each) | Kind::Any(of_each) => self.forms(path, found, of_each),
            Kind::Type { needed, format } => {
                let mistake = wrong_type(found, &[needed]);
                let help = found.value.and_then(|value| meant::value(value, needed, *format, path));
                vec![help.map_or(mistake.clone(), |help| mistake.help(help))]
            }
            Kind::Format(format) => vec![bad_value(found, format)],
            Kind::Choice(names) => vec![not_one_of(found, names)],
            Kind::Constant(name) => vec![not_one_of(found, &[name])],
            Kind::Least(least) => {
                one(Code::OutOfRange, format!("this number is too small: the minimum is {}", bound(*least)))
            }
            Kind::Most(most) => {
                one(Code::OutOfRange, format!("this number is too large: the maximum is {}", bound(*most)))
            }
            Kind::NoItems => one(Code::BadValue, "this list needs at least one entry".to_owned()),
            Kind::NoEntries => {
                let message = format!("`[{}]` needs at least one entry", dotted(path));
                vec![Diagnostic::error(Code::MissingKey, &found.key.unwrap_or(found.span), message)]
            }
            Kind::Twins => one(Code::BadValue, "this list has a duplicate entry".to_owned()),
            Kind::Name { key, format } => vec![self.bad_name(path, key, format)],
            Kind::Elsewhere(by) => {
                let key = path.last().map(String::as_str).unwrap_or_default();
                vec![decided(key, by, found.key.unwrap_or(found.span))]
            }
            Kind::Excluded(instead) => vec![self.excluded(path, instead)],
        }
    }

    fn bad_name(&self, path: &[String], key: &str, format: &Format) -> Diagnostic {
        let why = (format.check)(key).err().map(|error| error.0);
        let message = why.unwrap_or_else(|| "this name is not valid here".to_owned());
        Diagnostic::error(Code::BadName, &Found::key_below(self.root, path, key), message)
    }

    /// A missing key, unless it is there under a misspelt name.
    fn missing(&self, path: &[String], key: &str, or: Option<&str>, known: Known) -> Option<Diagnostic> {
        if self.is_misspelt(path, key, known) {
            return None;
        }
        let found = Found::at(self.root, path);
        let place = if path.is_empty() { Span::default() } else { found.key.unwrap_or(found.span) };
        let table = path.join(".");
        let message = if table.is_empty() {
            format!("the table `[{key}]` is missing")
        } else {
            format!("the key `{key}` is missing in `{table}`")
        };
        let mut diagnostic = Diagnostic::error(Code::MissingKey, &place, message);
        diagnostic.meant_keys = Some([path, &[key.to_owned()]].concat());
        Some(match or {
            Some(other) => diagnostic.help(format!("set `{key}` or `{other}`")),
            None => diagnostic,
        })
    }

    /// A key that conflicts with another one.
    fn excluded(&self, path: &[String], instead: &Instead) -> Diagnostic {
        let found = Found::at(self.root, path);
        let place = found.key.unwrap_or(found.span);
        let (key, table) = path.split_last().map(|(key, table)| (key.as_str(), table)).unwrap_or_default();
        let other = instead.key;
        Diagnostic::error(Code::WrongForm, &place, format!("`{key}` conflicts with `{other}`"))
            .also(&Found::key_below(self.root, table, other), "the conflicting key")
            .help(instead.why)
    }

    /// The mistakes of the form that was probably meant, of several possible ones.
    fn forms(&self, path: &[String], found: Found<'_, '_>, of_each: &[Vec<Mistake>]) -> Vec<Diagnostic> {
        let is_table = found.value.is_some_and(DeValue::is_table);
        let is_here = |mistake: &&Mistake| mistake.path.len() <= path.len();
        let is_other_form = |mistake: &Mistake| match &mistake.kind {
            Kind::Forms(_) => !is_table,
            Kind::Type { .. } | Kind::Constant(_) | Kind::Choice(_) | Kind::Missing { .. } | Kind::Unknown { .. } => {
                true
            }
            _ => false,
        };
        let is_meant = |mistakes: &&Vec<Mistake>| !mistakes.iter().filter(is_here).any(is_other_form);
        if let Some(meant) = of_each.iter().find(is_meant) {
            return meant.iter().flat_map(|mistake| self.mistake(mistake)).collect();
        }
        let here = || of_each.iter().flatten().filter(is_here);
        let constants: Vec<&str> = here()
            .flat_map(|mistake| match &mistake.kind {
                Kind::Constant(name) => vec![*name],
                Kind::Choice(names) => names.clone(),
                _ => Vec::new(),
            })
            .collect();
        if !constants.is_empty() && found.value.is_some_and(DeValue::is_str) {
            return vec![not_one_of(found, &constants)];
        }
        let missing = here().filter_map(|mistake| match &mistake.kind {
            Kind::Missing { key, .. } => Some(format!("`{key}`")),
            _ => None,
        });
        let missing: Vec<String> = missing.collect();
        if is_table && !missing.is_empty() {
            let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
            let message = format!("exactly one of these keys is required here: {}", list(&missing));
            return vec![Diagnostic::error(Code::WrongForm, &found.span, message)];
        }
        let mut needed: Vec<&str> = Vec::new();
        for mistake in here() {
            let kind = match &mistake.kind {
                Kind::Type { needed, .. } => needed,
                Kind::Forms(_) => "a table",
                _ => continue,
            };
            if !needed.contains(&kind) {
                needed.push(kind);
            }
        }
        vec![wrong_type(found, &needed)]
    }
}
