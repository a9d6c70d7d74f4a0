//! Strings that look like credentials: by their form, by the name of their key, or by their place.

use toml::de::{DeTable, DeValue};

use toml_parser::lexer::TokenKind;

use crate::credentials::{Names, form, in_comment, names};
use crate::origin::Span;
use crate::suggest::{Letters, nearest};
use crate::units::{Duration, SecretName, Unit};

/// A string in the input that looks like a credential. Its text is kept only so that it can be hidden.
#[derive(Clone)]
pub struct Credential {
    /// The place of the string.
    pub span: Span,
    /// Why it looks like a credential.
    pub why: &'static str,
    pub(super) text: String,
}

impl Credential {
    /// Whether its form alone shows that it is a credential, whatever the keys above it are.
    #[must_use]
    pub fn has_form(&self) -> bool {
        form(&self.text).is_some()
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("span", &self.span).field("why", &self.why).finish_non_exhaustive()
    }
}

/// The entropy in bits per character times the length: the cost of guessing it.
fn strength(text: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    for c in text.chars() {
        *counts.entry(c).or_insert(0_u32) += 1;
    }
    let length = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    counts.values().map(|count| f64::from(*count)).map(|count| -count * (count / length).log2()).sum()
}

/// A path without the mode that overrides the key.
fn in_base<'p>(path: &'p [&'p str]) -> &'p [&'p str] {
    match path {
        ["modes", _, rest @ ..] if !rest.is_empty() => rest,
        other => other,
    }
}

/// The section that is meant by a name: the values in `[secrets]`, misspelt or not, are sources of secrets.
fn section(key: &str) -> &str {
    nearest(key, ["secrets"]).unwrap_or(key)
}

/// Whether the value of a key is part of the source of a secret, whatever table it is in.
fn is_source(key: &str, text: &str) -> bool {
    let in_capitals = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    match key {
        "env" => text.contains('_') && text.bytes().all(in_capitals),
        "rotate" => Duration::parse(text).is_ok(),
        "issued_by" => text.chars().all(|c| c.is_alphabetic() || c == ' '),
        _ => false,
    }
}

/// Keys below `[secrets.<name>]` that do not hold the value of a secret.
const OF_SECRETS: &[&str] = &["env", "file", "rotate", "issued_by"];

/// Keys that are valid below a key that names a credential.
const OF_CREDENTIALS: &[&str] = &["secret", "secret_file", "redis", "postgres", "service"];

/// Whether a credential may have been written as a key: the key is unknown at its place, and not close to a known one.
fn instead_of_a_key(path: &[&str], key: &str) -> bool {
    let path = in_base(path);
    let near = |known: &[&str]| known.contains(&key) || nearest(key, known.iter().copied()).is_some();
    match path {
        ["secrets"] => SecretName::parse(key).is_err(),
        ["secrets", _] => !near(OF_SECRETS),
        // The names of services and networks are free.
        ["services" | "networks", _] => false,
        [first, .., last] if *first != "rules" => {
            names(last) == Some(Names::Certainly) && !near(OF_CREDENTIALS) && !near(OF_SECRETS)
        }
        _ => false,
    }
}

/// Parts of an address, by their names in references.
const PARTS: &[&str] = &["url", "host", "port", "db", "user", "password", "database", "sentinels", "master_name"];

/// A value where the name of a variable belongs.
pub const VARIABLE: &str = "a value where the name of a variable, in capitals, belongs";

/// The keys of references to secrets, and of their sources.
const KEYS: [&str; 6] = ["secret", "secret_file", "env", "file", "rotate", "issued_by"];

/// The known key that differs from this one by a single slip.
fn meant(key: &str) -> &str {
    let letters = Letters::of(key);
    let is =
        |known: &&str| letters.least_slips(Letters::of(known)) <= 1 && strsim::damerau_levenshtein(known, key) == 1;
    KEYS.into_iter().find(is).unwrap_or(key)
}

fn of_string(path: &[&str], text: &str) -> Option<&'static str> {
    if let Some(what) = form(text) {
        return Some(what);
    }
    let path = in_base(path);
    let key = path.last().copied().unwrap_or_default();
    // A misspelt key of a reference is reported as such.
    let key = meant(key);
    if is_source(key, text) {
        return None;
    }
    if path.first() == Some(&"rules") {
        return None;
    }
    if path.first() == Some(&"secrets") {
        return match path {
            [_, _] => Some("a value where the source of a secret belongs"),
            [_, _, _]
                if key == "env"
                    && text.bytes().any(|b| !b.is_ascii_uppercase() && !b.is_ascii_digit() && b != b'_') =>
            {
                Some(VARIABLE)
            }
            [_, _, other, ..] if !OF_SECRETS.contains(&meant(other)) => {
                Some("a value where the source of a secret belongs")
            }
            _ => None,
        };
    }
    if matches!(key, "secret" | "secret_file") {
        let mixed = text.bytes().any(|b| b.is_ascii_digit()) && !text.contains('_') && strength(text) > 60.0;
        return (SecretName::parse(text).is_err() || mixed).then_some("a value where the name of a secret belongs");
    }
    if let [.., "redis" | "postgres", "part"] = path
        && PARTS.contains(&text)
    {
        return None;
    }
    let names_tables = path.first().is_some_and(|section| ["services", "networks"].contains(section));
    // Keys that name a service or a network, and the keys of a reference to one.
    let named_by_us = |index: usize| {
        let above = index.checked_sub(1).and_then(|above| path.get(above)).copied().unwrap_or_default();
        ["addresses", "depends_on"].contains(&above) || path.get(index + 1) == Some(&"service")
    };
    let by_us = |index: usize| named_by_us(index) || (names_tables && index == 1);
    let keys = path.iter().enumerate().filter(|(index, _)| !by_us(*index));
    let named = keys.filter_map(|(_, key)| names(key)).max();
    let is = named.is_some_and(|named| named.makes_a_credential_of(text));
    is.then_some("a literal value under the name of a credential")
}

/// Every credential in the tree and in the comments of its text.
pub(super) fn find(root: &DeTable<'_>, text: &str) -> Vec<Credential> {
    let mut found = Vec::new();
    entries(&[], root, &mut found);
    let comments = toml_parser::Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment);
    for start in comments.map(|token| token.span()) {
        let Some(comment) = text.get(start.start()..start.end()) else { continue };
        found.extend(in_comment(comment).map(|credential| Credential {
            span: Span { start: start.start() + credential.place.start, end: start.start() + credential.place.end },
            why: credential.what,
            text: comment[credential.place].to_owned(),
        }));
    }
    found
}

/// Every credential in the readable part of a broken text, by the keys above it. Below a damaged header, and in what
/// is wrong, only the form counts: behind a bracket that is not closed, the parser sees other keys above a value than
/// the real ones.
pub(super) fn find_in_broken(root: &DeTable<'_>, text: &str, left: &str, astray: &[Span]) -> Vec<Credential> {
    let is_astray = |place: Span| astray.iter().any(|below| below.range().contains(&place.start));
    let by_form = |one: &Credential| form(&one.text).is_some();
    let mut found = find(DeTable::parse_recoverable(left).0.get_ref(), left);
    found.retain(|one| by_form(one) || !is_astray(one.span));
    let mut of_all = find(root, text);
    of_all.retain(|one| by_form(one) && found.iter().all(|other| other.span != one.span));
    found.extend(of_all);
    found
}

fn entries(path: &[&str], table: &DeTable<'_>, found: &mut Vec<Credential>) {
    for (key, value) in table {
        if form(key.get_ref()).is_some() || instead_of_a_key(path, key.get_ref()) {
            let why = "a credential in place of a key";
            found.push(Credential { span: key.span().into(), why, text: key.get_ref().to_string() });
        }
        let name = if path.is_empty() { section(key.get_ref()) } else { key.get_ref() };
        let below: Vec<&str> = path.iter().copied().chain([name]).collect();
        walk(&below, value.span().into(), value.get_ref(), found);
    }
}

fn walk(path: &[&str], span: Span, value: &DeValue<'_>, found: &mut Vec<Credential>) {
    let mut note = |text: &str| {
        if let Some(why) = of_string(path, text).filter(|_| !text.is_empty()) {
            found.push(Credential { span, why, text: text.to_owned() });
        }
    };
    match value {
        DeValue::String(text) => note(text),
        DeValue::Integer(number) => note(number.as_str()),
        DeValue::Float(number) => note(number.as_str()),
        DeValue::Array(items) => {
            let words: Vec<&str> = items.iter().filter_map(|item| item.get_ref().as_str()).collect();
            let alone = words.iter().any(|word| form(word).is_some());
            if let Some(why) = form(&words.join(" ")).filter(|_| !alone && words.len() > 1) {
                found.push(Credential { span, why, text: words.join(" ") });
            }
            for item in items {
                walk(path, item.span().into(), item.get_ref(), found);
            }
        }
        DeValue::Table(table) => entries(path, table, found),
        DeValue::Datetime(date) => note(&date.to_string()),
        DeValue::Boolean(_) => {}
    }
}
