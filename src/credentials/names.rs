//! Names of variables, keys and options that say that what they hold is a credential.

use std::sync::LazyLock;

use regex::Regex;

/// How much a name says of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// It can be a credential, if it looks like one: `PARTITION_KEY`, `STRIPE_PUBLISHED_KEY`.
    Perhaps,
    /// It is a credential, or the way in which somebody logs in: `AUTH`, `PWD`.
    Likely,
    /// It is a credential.
    Certainly,
}

/// Last parts of a name that say so.
const CERTAIN: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pass",
    "pw",
    "secret",
    "token",
    "apikey",
    "credential",
    "requirepass",
    "masterauth",
    "contraseña",
    "contrasena",
    "clave",
];

/// How a name ends that is written without a mark between its parts.
const JOINED: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "apitoken",
    "authtoken",
    "accesstoken",
    "bottoken",
    "dbpass",
    "smtppass",
    "mysqlpass",
    "rootpass",
    "adminpass",
    "userpass",
    "dbpwd",
    "mysqlpwd",
    "rootpwd",
    "rootpw",
    "dbpw",
];

/// Last parts of a name that are also words for something else: `PWD` alone is the folder in which a shell is.
const AMBIGUOUS: &[&str] = &["auth", "pwd"];

/// What stands before `key` where it is the key to something.
const OF_KEYS: &[&str] = &[
    "api",
    "access",
    "private",
    "secret",
    "signing",
    "encryption",
    "master",
    "shared",
    "jwt",
    "hmac",
    "webhook",
    "auth",
    "stripe",
    "openai",
    "anthropic",
    "claude",
    "sendgrid",
    "mailgun",
    "twilio",
    "aws",
    "gcp",
    "azure",
    "google",
    "github",
    "gitlab",
    "slack",
    "shopify",
    "paypal",
    "mercadopago",
    "transbank",
    "sentry",
];

/// What stands in a name of a key that everybody may know.
const OPEN: &[&str] = &["public", "publishable", "published", "site", "gpg", "kms"];

/// Last parts that say which one it is, or how it is written.
const OF_VALUES: &[&str] = &[
    "value",
    "text",
    "plain",
    "plaintext",
    "raw",
    "string",
    "base64",
    "new",
    "old",
    "current",
    "previous",
    "default",
    "prod",
    "production",
    "dev",
    "development",
    "test",
    "staging",
];

/// Words that are one letter, or two, away from a name of a credential.
const OTHER_WORDS: &[&str] = &["passport", "passed", "paraphrase", "passage", "passive", "secreto"];

/// The shortest name whose misspelt forms are known, in letters.
const LONG_ENOUGH: usize = 6;

/// The parts of a name: between `_`, `-` and `.`, at capitals inside a word; without numbers.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        if "_-.".contains(c) || (c.is_uppercase() && lower_before) {
            parts.push(String::new());
        }
        lower_before = c.is_lowercase();
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphabetic()) {
            part.extend(c.to_lowercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Whether a word is a name of a credential, also in the plural (but `max_tokens` counts), or misspelt.
fn certain(word: &str) -> bool {
    let one = word.strip_suffix('s').filter(|one| !["token", "pas", "pw", "clave"].contains(one)).unwrap_or(word);
    let ends = JOINED.iter().any(|name| one.ends_with(name) || word.ends_with(name));
    if ends || CERTAIN.contains(&one) || CERTAIN.contains(&word) {
        return true;
    }
    let long = |name: &&&str| name.chars().count() >= LONG_ENOUGH;
    // Whoever misspells a word gets its beginning or its end right.
    let alike = |name: &str| name.chars().next() == word.chars().next() || name.chars().last() == word.chars().last();
    let near = |name: &&str| {
        let most = name.chars().count() / 4;
        name.len().abs_diff(word.len()) <= most && alike(name) && strsim::osa_distance(word, name) <= most
    };
    !OTHER_WORDS.contains(&word) && CERTAIN.iter().filter(long).any(near)
}

/// What a name says of the value, if anything.
#[must_use]
pub fn names(name: &str) -> Option<Names> {
    let mut parts = parts(name);
    while parts.len() > 1 && parts.last().is_some_and(|last| OF_VALUES.contains(&last.as_str())) {
        parts.pop();
    }
    let (last, before) = parts.split_last()?;
    if certain(last) || (last == "pwd" && !before.is_empty()) {
        return Some(Names::Certainly);
    }
    if AMBIGUOUS.contains(&last.as_str()) {
        return Some(Names::Likely);
    }
    if before.iter().any(|part| OPEN.contains(&part.as_str())) {
        return None;
    }
    let of_what = before.last().filter(|_| last == "key" || last == "keys")?;
    Some(if OF_KEYS.contains(&of_what.as_str()) { Names::Certainly } else { Names::Perhaps })
}

/// What takes the place of a value: a variable, a command's output, a field of a template.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let all = [
        r"\$\$?[A-Za-z_][A-Za-z0-9_]*",
        r"\$\{?[0-9@*#]\}?",
        r"\$\{[A-Za-z_][A-Za-z0-9_]*(?::?-|[%#/^,][^}]*)\}",
        r"(?:os\.environ|os\.getenv|process\.env|getenv|open)\b.*",
        r"\$\$?\{[A-Za-z_][A-Za-z0-9_]*(?::?[?+][^}]*)?\}",
        r"\$\$?\(.*",
        r"`.*",
        r"%\([A-Za-z0-9_]+\)s",
        r"\{\{.*",
    ];
    Regex::new(&format!("^(?:{})$", all.join("|"))).expect("the pattern is a constant, and a test compiles it")
});

/// Words that are set instead of a credential.
const WORDS: &[&str] = &[
    "true", "false", "none", "null", "yes", "no", "on", "off", "enabled", "disabled", "required", "optional", "always",
    "never", "auto", "allowed", "strict", "set", "missing", "cookie", "header",
];

/// Numbers of fewer digits are counts, ports and switches.
const SHORT_NUMBER: usize = 6;

impl Names {
    /// Whether a value under such a name is a credential.
    #[must_use]
    pub fn makes_a_credential_of(self, value: &str) -> bool {
        let number = value.len() < SHORT_NUMBER && value.parse::<f64>().is_ok();
        if value.is_empty() || number || WORDS.contains(&value.to_lowercase().as_str()) || REFERENCE.is_match(value) {
            return false;
        }
        // What is a text of a sentence, a pattern or an address without a user says nothing.
        let address = value.contains("://") && !value.contains('@');
        if address || !value.contains(char::is_alphanumeric) {
            return false;
        }
        let folders = value.starts_with(['/', '.', '~']) && value.matches('/').count() > 1;
        let folder = value.starts_with('/') && value.len() < 16;
        match self {
            _ if folders => false,
            Self::Certainly => true,
            Self::Likely => !folder && !is_word(&value.to_lowercase()),
            Self::Perhaps => value.len() >= 12 && has_digit(value) && !is_word(value),
        }
    }
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

/// A word of a language or of a configuration: `ldap`, `scram-sha-256`, `created_at`.
fn is_word(value: &str) -> bool {
    let starts = value.starts_with(|c: char| c.is_ascii_lowercase());
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    starts
        && digits <= 3
        && value.len() <= 20
        && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_hold() {
        for name in [
            "max_tokens",
            "PASSWORD_FILE",
            "secret_name",
            "keyboard",
            "pass_through",
            "compass",
            "TOKEN_TTL",
            "author",
            "passport",
            "bypass",
            "key",
            "passed",
        ] {
            assert_eq!(names(name), None, "{name}");
        }
        for name in [
            "admin_passwd",
            "CLAUDE_API_KEY",
            "dbpassword",
            "JWT_SECRET",
            "smtp-password",
            "SMTP_PASS",
            "DB_PASSWORD_1",
            "clientSecret",
            "pasword",
            "passwrod",
            "pssword",
            "PASSWORDS",
            "SECRET_VALUE",
            "API_KEY_PROD",
            "PASSCODE",
            "JWT_KEY",
            "MYSQL_PWD",
            "DBPASS",
            "JWTSECRET",
            "APITOKEN",
            "AWSSECRETKEY",
            "STRIPE_KEY",
            "contraseña",
            "secrets",
        ] {
            assert_eq!(names(name), Some(Names::Certainly), "{name}");
        }
        assert_eq!(names("HTTP_AUTH"), Some(Names::Likely));
        assert_eq!(names("PWD"), Some(Names::Likely));
        assert_eq!(names("PARTITION_KEY"), Some(Names::Perhaps));
    }

    #[test]
    fn values_fit_their_names() {
        let is = |name: &str, value: &str| names(name).unwrap().makes_a_credential_of(value);
        for (name, value) in [
            ("PASSWORD", "x"),
            ("PASSWORD", "/x"),
            ("PASSWORD", "${X:-x}"),
            ("AUTH", "user:x"),
            ("MYSQL_PWD", "hunter2!"),
            ("PARTITION_KEY", "AbCdEf123456"),
            ("PASSWORD", "$2b$12$abc"),
            ("PASSWORD", "[x"),
            ("password", "2019-12-24"),
        ] {
            assert!(is(name, value), "{name}={value}");
        }
        for (name, value) in [
            ("PASSWORD", ""),
            ("PASSWORD", "12345"),
            ("PASSWORD", "$X"),
            ("PASSWORD", "${X:?x}"),
            ("AUTH", "ldap"),
            ("PWD", "/app"),
            ("SORT_KEY", "created_at"),
            ("TOKEN", "/run/secrets/x"),
            ("API_TOKEN", "False"),
            ("TOKEN", "%(token)s"),
            ("TOKEN", "{{ token }}"),
            ("TLS_KEY", "./tls/key1.pem"),
        ] {
            assert!(!is(name, value), "{name}={value}");
        }
    }
}
