//! Strings that look like credentials: by the form that providers give their keys, by the name
//! of the key that holds them, and by their place.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use toml::de::{DeTable, DeValue};

use crate::origin::Span;
use crate::units::{SecretName, Unit};

/// A string in the input that looks like a credential. Its text is kept only to hide it.
#[derive(Clone)]
pub struct Credential {
    /// Where the string stands.
    pub span: Span,
    /// Why it looks like one.
    pub why: &'static str,
    pub(super) text: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("span", &self.span).field("why", &self.why).finish_non_exhaustive()
    }
}

/// The forms of credentials: what they are, and a pattern whose match is the credential.
const FORMS: &[(&str, &str)] = &[
    (
        "a private key",
        r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|\z)",
    ),
    ("an Anthropic or OpenAI key", r"\bsk-[A-Za-z0-9_-]{16,}"),
    ("a GitHub token", r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})"),
    ("a GitLab token", r"\bglpat-[A-Za-z0-9_-]{16,}"),
    ("an AWS access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),
    ("a Google key", r"\bAIza[A-Za-z0-9_-]{30,}"),
    ("a Slack token", r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"),
    ("a Stripe key", r"\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    ("a SendGrid key", r"\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("a package registry token", r"\b(?:npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,})"),
    ("a Hugging Face token", r"\bhf_[A-Za-z0-9]{20,}"),
    ("a DigitalOcean token", r"\bdo[op]_v1_[a-f0-9]{32,}"),
    ("a JSON web token", r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"),
    (
        "a password on a command line",
        r#"(?:\bredis-cli\b[^|;&]*?\s-a\s+|--(?:requirepass|masterauth|password|pass)[= ]\s*|\bcurl\b[^|;&]*?\s(?:-u|--user)\s+[^\s:$]*:|\bBearer\s+)[^\s$"'-][^\s]*"#,
    ),
];

/// Last parts of a key's name that say it holds a credential.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pass",
    "pwd",
    "pw",
    "secret",
    "token",
    "apikey",
    "credential",
    "credentials",
    "auth",
    "requirepass",
    "masterauth",
];

/// The same of two parts.
const NAMES_OF_TWO: &[[&str; 2]] = &[
    ["api", "key"],
    ["access", "key"],
    ["private", "key"],
    ["secret", "key"],
    ["signing", "key"],
    ["encryption", "key"],
];

/// One pattern for all forms: which of them matched is asked only where one did.
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let all: Vec<String> = FORMS.iter().map(|(_, form)| format!("(?:{form})")).collect();
    compiled(&all.join("|"))
});

/// A credential-like key with a string, in text that is not valid TOML.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r#"(?i)[\w-]*(?:pass(?:w(?:or)?d|phrase)?|pwd|secret|token|api_?key|private_?key|credential|auth)[\w-]*["']?[ \t]*[=:]\s*([^\n]*)"#,
    )
});

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant, and a test compiles it")
}

/// A password in redis.conf or sentinel.conf.
static DIRECTIVE: LazyLock<Regex> =
    LazyLock::new(|| compiled(r"(?i)\b(?:requirepass|masterauth|auth-pass[ \t]+\S+)[ \t]+([^\n]*)"));

/// A cheap sign of each form, so that the usual text never runs the patterns: all of its parts.
const SIGNS: &[&[&str]] = &[
    &["PRIVATE KEY"],
    &["sk-"],
    &["ghp_"],
    &["gho_"],
    &["ghu_"],
    &["ghs_"],
    &["ghr_"],
    &["github_pat_"],
    &["glpat-"],
    &["AKIA"],
    &["ASIA"],
    &["AIza"],
    &["xox"],
    &["k_live_"],
    &["k_test_"],
    &["SG."],
    &["npm_"],
    &["pypi-"],
    &["hf_"],
    &["_v1_"],
    &["eyJ"],
    &["redis-cli", "-a"],
    &["curl", "-u"],
    &["curl", "--user"],
    &["Bearer "],
    &["--requirepass"],
    &["--masterauth"],
    &["--pass"],
];

/// The place of `user:password` in a URL. A variable is no password, and neither is a port.
fn in_url(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices("://").find_map(|(scheme, sign)| {
        let start = scheme + sign.len();
        let rest = &text[start..];
        let rest = &rest[..rest.find(|c: char| c.is_whitespace() || "\"'<>".contains(c)).unwrap_or(rest.len())];
        let user_info = &rest[..rest.rfind('@')?];
        let (_, password) = user_info.split_once(':')?;
        let port = password.split_once('/').is_some_and(|(port, _)| port.bytes().all(|b| b.is_ascii_digit()));
        let variable = password.starts_with("${") || password.starts_with("$(") || password.starts_with("$$");
        (!password.is_empty() && !port && !variable).then(|| start..start + user_info.len())
    })
}

/// Names before `=` in a command or a file of variables that say a credential follows.
const ASSIGNED: &[&str] = &["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "_AUTH"];

/// The place of a value in `PASSWORD=value`, `"password": "value"` or `password: value`. A variable,
/// a command's output or a path is none.
fn assigned(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices(['=', ':']).find_map(|(at, sign)| {
        let (before, after) = (text[..at].trim_end_matches(['"', '\'']), &text[at + 1..]);
        let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?.to_ascii_uppercase();
        if !ASSIGNED.iter().any(|end| name.ends_with(end)) || (sign == ":" && !after.starts_with(' ')) {
            return None;
        }
        let value = after.trim_start_matches([' ', '"', '\'', '\\']);
        let length = value.find(|c: char| c.is_whitespace() || "\"'\\,;}".contains(c)).unwrap_or(value.len());
        let start = text.len() - value.len();
        (length > 0 && !value.starts_with(['$', '/', '{', '`'])).then(|| start..start + length)
    })
}

/// Finds the first parts of all signs in one pass.
static FIRST_PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let first = SIGNS.iter().filter_map(|parts| parts.first());
    AhoCorasick::new(first).expect("the signs are constants, and every test of a form finds them")
});

fn has_sign(text: &str) -> bool {
    let parts = FIRST_PARTS.find_overlapping_iter(text).filter_map(|found| SIGNS.get(found.pattern().as_usize()));
    parts.into_iter().any(|parts| parts.iter().all(|part| text.contains(part)))
}

/// The form of a credential that the text has, and the place of it.
pub(super) fn form(text: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    if let Some(place) = assigned(text) {
        return Some(("a password in a command", place));
    }
    if let Some(place) = in_url(text) {
        return Some(("a password in a URL", place));
    }
    if !has_sign(text) {
        return None;
    }
    let found = ANY.find(text)?;
    let is = |(_, form): &&(&str, &str)| compiled(form).is_match(found.as_str());
    FORMS.iter().find(is).or(FORMS.first()).map(|(what, _)| (*what, found.range()))
}

/// What the credential in a text is, if its form gives one away.
#[must_use]
pub fn credential_form(text: &str) -> Option<&'static str> {
    form(text).map(|(what, _)| what)
}

/// Every credential by its form in a text that may be no TOML.
pub(super) fn in_raw_text(text: &str, broken: bool) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<_> = ANY.find_iter(text).map(|one| one.range()).collect();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let in_line = [assigned(line), in_url(line)].into_iter().flatten();
        found.extend(in_line.map(|place| from + place.start..from + place.end));
        if let Some(comment) = line.find('#').filter(|_| !broken) {
            let start = from + comment;
            found.extend(values_assigned(&line[comment..]).map(|value| start + value.start..start + value.end));
        }
        from += line.len();
    }
    if broken {
        found.extend(values_assigned(text));
    }
    found
}

/// What stands after a credential's name in a text of any kind.
fn values_assigned(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let value = |captures: regex::Captures<'_>| captures.get(1).map(|value| value.range());
    ASSIGNMENT.captures_iter(text).chain(DIRECTIVE.captures_iter(text)).filter_map(value)
}

/// The parts of a key's name: between `_`, `-` and `.`, at capitals inside a word; without numbers.
fn parts(key: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut lower_before = false;
    for c in key.chars() {
        if "_-.".contains(c) || (c.is_ascii_uppercase() && lower_before) {
            parts.push(String::new());
        }
        lower_before = c.is_ascii_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphabetic()) {
            part.push(c.to_ascii_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a key's name says that it holds a credential.
pub(super) fn names_a_credential(key: &str) -> bool {
    let parts = parts(key);
    let Some(last) = parts.last() else { return false };
    let ends = ["password", "passwd", "apikey"].iter().any(|name| last.ends_with(name));
    ends || NAMES.contains(&last.as_str()) || NAMES_OF_TWO.iter().any(|two| parts.ends_with(&two.map(str::to_owned)))
}

/// Values under a credential's name that cannot be one: nothing, a word of logic, a small number, a
/// variable.
fn harmless(value: &str) -> bool {
    let variable = value.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    value.is_empty()
        || (value.len() < 6 && value.parse::<f64>().is_ok())
        || variable.is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
        || ["true", "false", "none", "null", "yes", "no"].contains(&value.to_ascii_lowercase().as_str())
}

/// Entropy in bits a character times the length: what guessing it would cost.
fn strength(text: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    for c in text.chars() {
        *counts.entry(c).or_insert(0_u32) += 1;
    }
    let length = f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
    counts.values().map(|count| f64::from(*count)).map(|count| -count * (count / length).log2()).sum()
}

/// A path without the mode that sets the key anew.
fn in_base<'p>(path: &'p [&'p str]) -> &'p [&'p str] {
    match path {
        ["modes", _, rest @ ..] if !rest.is_empty() => rest,
        other => other,
    }
}

/// Keys below `[secrets.<name>]` that hold no value.
const OF_SECRETS: &[&str] = &["env", "file", "rotate", "issued_by"];

fn of_string(path: &[&str], text: &str) -> Option<&'static str> {
    if let Some((what, _)) = form(text) {
        return Some(what);
    }
    let path = in_base(path);
    let key = path.last().copied().unwrap_or_default();
    if path.first() == Some(&"secrets") {
        return match path {
            [_, _] => Some("a value where the source of a secret belongs"),
            [_, _, "env"] if text.bytes().any(|b| !b.is_ascii_uppercase() && !b.is_ascii_digit() && b != b'_') => {
                Some("a value where a variable's name, in capitals, belongs")
            }
            [_, _, key, ..] if !OF_SECRETS.contains(key) => Some("a value where the source of a secret belongs"),
            _ => None,
        };
    }
    if matches!(key, "secret" | "secret_file") {
        let mixed = text.bytes().any(|b| b.is_ascii_digit()) && !text.contains('_') && strength(text) > 60.0;
        return (SecretName::parse(text).is_err() || mixed).then_some("a value where the name of a secret belongs");
    }
    let names_tables = path.first().is_some_and(|section| ["services", "networks"].contains(section));
    let keys = path.iter().enumerate().filter(|(index, _)| !(names_tables && *index == 1));
    let named = keys.into_iter().any(|(_, key)| names_a_credential(key));
    (named && !harmless(text)).then_some("a literal under the name of a credential")
}

/// Every credential in the tree.
pub(super) fn find(root: &DeTable<'_>) -> Vec<Credential> {
    let mut found = Vec::new();
    entries(&[], root, &mut found);
    found
}

fn entries(path: &[&str], table: &DeTable<'_>, found: &mut Vec<Credential>) {
    for (key, value) in table {
        if form(key.get_ref()).is_some() {
            let why = "a credential as a key";
            found.push(Credential { span: key.span().into(), why, text: key.get_ref().to_string() });
        }
        let below: Vec<&str> = path.iter().copied().chain([key.get_ref().as_ref()]).collect();
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
            if let Some((why, _)) = form(&words.join(" ")).filter(|_| !alone && words.len() > 1) {
                found.push(Credential { span, why, text: words.join(" ") });
            }
            for item in items {
                walk(path, item.span().into(), item.get_ref(), found);
            }
        }
        DeValue::Table(table) => entries(path, table, found),
        DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_compiles_and_has_a_sign() {
        for (_, pattern) in FORMS {
            compiled(pattern);
        }
        assert!(!ANY.is_match(""));
        let samples = [
            "sk-ant-api03-AAAAAAAAAAAAAAAAAAAA",
            "ghp_aaaaaaaaaaaaaaaaaaaaaaaa",
            "AKIAIOSFODNN7EXAMPLE",
            "redis://:hunter2@redis-master:6379/0",
            "redis://u:$hunter2@h",
            "smtp://user:pa/hunter2@h",
            "redis-cli -a odoo19_redis_pass ping",
            "redis-server --requirepass odoo19",
            "PGPASSWORD=abc psql",
            "xoxb-1234567890-abc",
            "-----BEGIN RSA PRIVATE KEY-----\nabc",
            "eyJhbGciOiJI.eyJzdWIiOiIx.x",
        ];
        for sample in samples {
            assert!(form(sample).is_some(), "{sample}");
        }
    }

    #[test]
    fn ordinary_text_is_no_credential() {
        let ordinary = [
            "redis://redis-master:6379/0",
            "http://host:8069/a@b",
            "git://git@example.com/x",
            "redis://:${PASSWORD}@h",
            "http://ai-service:8000",
            "redis-cli -e ping",
            "a=b",
            "LOG_LEVEL=INFO",
            "PASSWORD_FILE=/run/secrets/x",
            "PGPASSWORD=\"$(cat /run/secrets/x)\" psql",
            "tokens: many",
            "author: me",
            "curl -f http://localhost:8069/web/health",
            "--password $X",
            "^odoo.*$",
            "REDISCLI_AUTH=\"$(cat /run/secrets/redis_password)\" redis-cli ping",
            "ghost",
            "SG.",
        ];
        for text in ordinary {
            assert!(form(text).is_none(), "{text}");
        }
        for key in
            ["max_tokens", "PASSWORD_FILE", "secret_name", "keyboard", "pass_through", "compass", "TOKEN_TTL", "author"]
        {
            assert!(!names_a_credential(key), "{key}");
        }
        for key in [
            "admin_passwd",
            "CLAUDE_API_KEY",
            "dbpassword",
            "JWT_SECRET",
            "smtp-password",
            "SMTP_PASS",
            "DB_PASSWORD_1",
            "clientSecret",
        ] {
            assert!(names_a_credential(key), "{key}");
        }
    }
}
