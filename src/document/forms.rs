//! The forms of credentials: how providers write their keys, and how people write passwords in
//! URLs, commands and files.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

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

/// Every key, token or password on a command line in a text, by its form.
pub(super) fn by_form(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    has_sign(text).then(|| ANY.find_iter(text).map(|one| one.range())).into_iter().flatten()
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
    }
}
