//! Checks whether a value under the name of a credential is one.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::names::Names;
use super::words::{INSTEAD, METHODS};

/// A replacement for a value: a variable, the output of a command, a field of a template.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let all = [
        r"\$\$?(?:[A-Z_][A-Z0-9_]*|[a-z_][a-z0-9_]*)",
        r"\$__(?:file|env)\{[^}]*\}",
        r"%env\([^)]*\)%",
        r"\$\{?[0-9@*#]\}?",
        r"\$\{[A-Za-z_][A-Za-z0-9_]*(?::?-|[%#/^,][^}]*)\}",
        r"(?:(?:os\.environ|os\.getenv|process\.env|getenv)\b|open\().*",
        r"\$\$?\{[A-Za-z_][A-Za-z0-9_]*(?::?[?+][^}]*)?\}",
        r"\$\$?\(.*",
        r"`.*",
        r"%\([A-Za-z0-9_]+\)s",
        r"\{\{.*",
        // The merge tags of Compose, as in `secrets: !override`.
        r"!(?:override|reset)(?: null)?",
    ];
    Regex::new(&format!("^(?:{})$", all.join("|"))).expect("the pattern is a constant, and a test compiles it")
});

/// A replacement for a part of a value. Names of variables must be in capitals, so that a password with a `$` is still
/// recognised.
static PART: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\$\$?\{[A-Za-z_][A-Za-z0-9_]*(?::?[?+][^}]*)?\}|\$\$?[A-Z_][A-Z0-9_]*\b|%\([A-Za-z0-9_]+\)s|\{\{[^}]*\}\}",
    )
    .expect("the pattern is a constant, and a test compiles it")
});

/// Whether a value is a replacement for another one. The usual forms, `$NAME`, `${NAME}` and `$(command)`, are
/// recognised without the regular expression.
fn is_reference(value: &str) -> bool {
    let Some(behind) = value.strip_prefix("$$").or_else(|| value.strip_prefix('$')) else {
        let starts = ["%", "`", "{{", "!", "os.", "process.env", "getenv", "open("];
        return starts.iter().any(|start| value.starts_with(start)) && REFERENCE.is_match(value);
    };
    let in_braces = behind.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    let is_command = behind.starts_with('(') && !behind.contains('\n');
    is_command || is_name(in_braces.unwrap_or(behind)) || REFERENCE.is_match(value)
}

/// Whether a text is the name of a variable, in upper or lower case.
fn is_name(text: &str) -> bool {
    let of = |is_letter: fn(&u8) -> bool| {
        let may_be = |byte: u8| is_letter(&byte) || byte == b'_';
        text.bytes().next().is_some_and(may_be) && text.bytes().all(|byte| may_be(byte) || byte.is_ascii_digit())
    };
    of(u8::is_ascii_uppercase) || of(u8::is_ascii_lowercase)
}

/// A value without its parts that are references.
fn without_references(value: &str) -> Cow<'_, str> {
    let may_hold = value.contains(['$', '{']) || value.contains("%(");
    if may_hold { PART.replace_all(value, "") } else { Cow::Borrowed(value) }
}

/// Numbers with fewer digits are counts, ports and switches.
const SHORT_NUMBER: usize = 6;

/// Under the name of a password, numbers with fewer digits are switches.
const SHORT_PIN: usize = 4;

/// File extensions of keys and certificates.
const FILES: &[&str] =
    &[".key", ".pem", ".crt", ".cer", ".cert", ".p12", ".pfx", ".jks", ".json", ".txt", ".yml", ".yaml"];

impl Names {
    /// Whether a value with such a name is a credential.
    #[must_use]
    pub fn makes_a_credential_of(self, value: &str) -> bool {
        let short = if self == Self::Certainly { SHORT_PIN } else { SHORT_NUMBER };
        let number = value.len() < short && value.parse::<f64>().is_ok();
        if value.is_empty() || number || INSTEAD.contains(&value.to_lowercase().as_str()) || is_reference(value) {
            return false;
        }
        // A placeholder, such as `<password>`.
        if value.starts_with('<') && value.ends_with('>') {
            return false;
        }
        let rest = without_references(value);
        if rest != value {
            return (has_digit(&rest) || !is_word(&rest)) && self.makes_a_credential_of(&rest);
        }
        // A sentence, a pattern or an address without a user is not a credential.
        let address = value.contains("://") && !value.contains('@');
        if address || !value.contains(char::is_alphanumeric) {
            return false;
        }
        let file = FILES.iter().any(|end| value.ends_with(end)) && !value.contains(char::is_whitespace);
        let folders = value.starts_with(['/', '.', '~']) && value.matches('/').count() > 1;
        let folder = value.starts_with('/') && value.len() < 16;
        match self {
            _ if folders || file => false,
            Self::Certainly => true,
            Self::Likely => !folder && !is_method(&value.to_lowercase()),
            Self::Perhaps => value.len() >= 12 && has_digit(value) && !is_word(value),
        }
    }
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

/// Words in lower case, or login methods: `plain login`, `authelia@docker`.
fn is_method(value: &str) -> bool {
    let one = |word: &str| {
        let word = word.strip_suffix("@docker").or_else(|| word.strip_suffix("@file")).unwrap_or(word);
        is_word(word) && (!has_digit(word) || METHODS.iter().any(|method| word.starts_with(method)))
    };
    value.split([' ', ',']).filter(|word| !word.is_empty()).all(one)
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
    use proptest::prelude::*;

    use super::super::names;
    use super::*;

    proptest! {
        #[test]
        fn references_are_those_of_the_expressions(value in r"[$]{0,2}[\[{(]?[aB_0:?%`!\n)}-]{0,6}|[%{!os.(Aa)}$`]{0,7}") {
            prop_assert_eq!(is_reference(&value), REFERENCE.is_match(&value));
            prop_assert_eq!(without_references(&value), PART.replace_all(&value, ""));
        }
    }

    #[test]
    fn values_fit_their_names() {
        let is = |name: &str, value: &str| names(name).unwrap().makes_a_credential_of(value);
        for (name, value) in [
            ("PASSWORD", "x"),
            ("PASSWORD", "1234"),
            ("PASSWORD", "$uperSecret1"),
            ("PASSWORD", "open.Sesame7"),
            ("PASSWORD", "/x"),
            ("PASSWORD", "${X:-x}"),
            ("AUTH", "user:x"),
            ("MYSQL_PWD", "hunter2!"),
            ("PARTITION_KEY", "AbCdEf123456"),
            ("PASSWORD", "$2b$12$abc"),
            ("PASSWORD", "[x"),
            ("password", "2019-12-24"),
            ("PASSWORD", "Pa$sword1"),
            ("PASSWORD", "secret$word"),
            ("PASSWORD", "hunter2$X"),
            ("AUTH", "odoo19"),
        ] {
            assert!(is(name, value), "{name}={value}");
        }
        for (name, value) in [
            ("PASSWORD", ""),
            ("PASSWORD", "1"),
            ("AUTH", "12345"),
            ("AUTH", "PLAIN LOGIN"),
            ("AUTH", "CRAM-MD5"),
            ("AUTH", "authelia@docker"),
            ("PRIVATE_KEY", "tls/server1.key"),
            ("PASSWORD", "$__file{/run/secrets/x}"),
            ("PASSWORD", "$X"),
            ("PASSWORD", "${X:?x}"),
            ("AUTH", "ldap"),
            ("AUTH", "oauth2"),
            ("PASSWORD", "prefix-$X"),
            ("PASSWORD", "${A}${B}"),
            ("PASSWORD", "<password>"),
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
