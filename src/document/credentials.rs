//! Strings that look like credentials: by the form that providers give their keys, by the name
//! of the key that holds them, and by their place.

use std::sync::LazyLock;

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
    /// The key it stands under, if any.
    pub key: Option<String>,
    pub(super) text: String,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential").field("span", &self.span).field("why", &self.why).finish_non_exhaustive()
    }
}

/// The forms of credentials: what they are, and a pattern whose match is the credential.
const FORMS: &[(&str, &str)] = &[
    ("a private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)"),
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
    ("a password in a URL", r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/@:]*:[^\s/@$][^\s/@]*@"),
    (
        "a password on a command line",
        r"(?:\bredis-cli\b[^|;&]*?\s-a\s+|--(?:requirepass|masterauth|password|pass)[= ]\s*)[^\s$-][^\s]*",
    ),
];

/// Last parts of a key's name that say it holds a credential.
const NAMES: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "credential",
    "credentials",
    "requirepass",
    "masterauth",
];

/// The same of two parts.
const NAMES_OF_TWO: &[&str] =
    &["api_key", "access_key", "private_key", "secret_key", "signing_key", "encryption_key", "auth_pass"];

/// One pattern for all forms: which of them matched is asked only where one did.
static ANY: LazyLock<Regex> = LazyLock::new(|| {
    let all: Vec<String> = FORMS.iter().map(|(_, form)| format!("(?:{form})")).collect();
    compiled(&all.join("|"))
});

/// A credential-like key with a string, in text that is not valid TOML.
static ASSIGNMENT: LazyLock<Regex> = LazyLock::new(|| {
    compiled(
        r#"(?i)[\w-]*(?:passw(?:or)?d|passphrase|secret|token|api_?key|private_?key|credential|requirepass|masterauth)[\w-]*["']?[ \t]*[=:][ \t]*([^\n]*)"#,
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
    &["://", "@"],
    &["redis-cli", "-a"],
    &["--requirepass"],
    &["--masterauth"],
    &["--pass"],
];

/// Names before `=` in a command or a file of variables that say a credential follows.
const ASSIGNED: &[&str] = &["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "APIKEY", "_AUTH"];

/// The place of a value in `PASSWORD=value`. A variable, a command's output or a path is none.
fn assigned(text: &str) -> Option<std::ops::Range<usize>> {
    text.match_indices('=').find_map(|(equals, _)| {
        let (before, after) = (&text[..equals], &text[equals + 1..]);
        let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').next()?.to_ascii_uppercase();
        let length = after.find(char::is_whitespace).unwrap_or(after.len());
        let literal = !after.starts_with(['$', '\'', '"', '/', '\\']) && length > 0;
        (literal && ASSIGNED.iter().any(|end| name.ends_with(end))).then(|| equals + 1..equals + 1 + length)
    })
}

/// The form of a credential that the text has, and the place of it.
pub(super) fn form(text: &str) -> Option<(&'static str, std::ops::Range<usize>)> {
    if let Some(place) = assigned(text) {
        return Some(("a password in a command", place));
    }
    if !SIGNS.iter().any(|parts| parts.iter().all(|part| text.contains(part))) {
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
    while let Some(place) = text.get(from..).and_then(assigned) {
        found.push(from + place.start..from + place.end);
        from += place.end;
    }
    if broken {
        let value = |captures: regex::Captures<'_>| captures.get(1).map(|value| value.range());
        found.extend(ASSIGNMENT.captures_iter(text).filter_map(value));
        found.extend(DIRECTIVE.captures_iter(text).filter_map(value));
    }
    found
}

/// Whether a key's name says that it holds a credential.
pub(super) fn names_a_credential(key: &str) -> bool {
    let lower = key.to_ascii_lowercase().replace(['-', '.'], "_");
    let last = lower.rsplit('_').next().unwrap_or_default();
    NAMES.contains(&last)
        || NAMES_OF_TWO.iter().any(|name| lower.ends_with(name))
        || ["password", "passwd", "apikey"].iter().any(|name| last.ends_with(name))
}

/// Values under a credential's name that cannot be one.
fn harmless(value: &str) -> bool {
    value.is_empty()
        || value.starts_with('/')
        || value.contains("${")
        || value.parse::<f64>().is_ok()
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

fn of_string(path: &[&str], text: &str) -> Option<&'static str> {
    if let Some((what, _)) = form(text) {
        return Some(what);
    }
    let key = path.last().copied().unwrap_or_default();
    let names_a_secret = matches!(key, "secret" | "secret_file") && path.first() != Some(&"secrets");
    if names_a_secret {
        let mixed = text.bytes().any(|b| b.is_ascii_digit()) && !text.contains('_') && strength(text) > 60.0;
        return (SecretName::parse(text).is_err() || mixed).then_some("a value where the name of a secret belongs");
    }
    if path.first() == Some(&"secrets") && path.len() == 2 {
        return Some("a value where the source of a secret belongs");
    }
    if path.contains(&"secrets") && key == "env" && crate::units::EnvName::parse(text).is_err() {
        return Some("a value where a variable's name belongs");
    }
    (names_a_credential(key) && !harmless(text)).then_some("a literal under the name of a credential")
}

/// Every credential in the tree.
pub(super) fn find(root: &DeTable<'_>) -> Vec<Credential> {
    let mut found = Vec::new();
    for (key, value) in root {
        walk(&mut vec![key.get_ref()], value.span().into(), value.get_ref(), &mut found);
    }
    found
}

fn walk(path: &mut Vec<&str>, span: Span, value: &DeValue<'_>, found: &mut Vec<Credential>) {
    match value {
        DeValue::String(text) => {
            if let Some(why) = of_string(path, text) {
                let key = path.last().map(|key| (*key).to_owned());
                found.push(Credential { span, why, key, text: text.to_string() });
            }
        }
        DeValue::Array(items) => {
            for item in items {
                walk(path, item.span().into(), item.get_ref(), found);
            }
        }
        DeValue::Table(table) => {
            for (key, value) in table {
                let mut below = path.clone();
                below.push(key.get_ref());
                walk(&mut below, value.span().into(), value.get_ref(), found);
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
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
            "http://ai-service:8000",
            "redis-cli -e ping",
            "a=b",
            "LOG_LEVEL=INFO",
            "PASSWORD_FILE=/run/secrets/x",
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
        for key in ["max_tokens", "PASSWORD_FILE", "secret_name", "keyboard", "pass_through", "compass"] {
            assert!(!names_a_credential(key), "{key}");
        }
        for key in ["admin_passwd", "CLAUDE_API_KEY", "dbpassword", "JWT_SECRET", "smtp-password"] {
            assert!(names_a_credential(key), "{key}");
        }
    }
}
