//! The values of local `.env` files, which are searched for and never shown.

use std::sync::Arc;

use super::{Dotenv, OF_COMPOSE, Quotes, Value, is_usual};
use crate::redactor::Redactor;

/// Values with fewer bytes would match ordinary words.
const SHORTEST: usize = 8;

/// The values of the variables of `.env` files, to search for. They cannot be printed.
#[derive(Clone, Default)]
pub struct LocalValues {
    all: Redactor,
    of_variables: Arc<Vec<(String, Vec<String>)>>,
}

impl std::fmt::Debug for LocalValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LocalValues({} variables)", self.of_variables.len())
    }
}

impl LocalValues {
    /// The values in the texts of `.env` files, except those of Compose's own variables: these are words of the
    /// input, like `production` in `COMPOSE_PROFILES`.
    #[must_use]
    pub fn of<'t>(files: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut all, mut of_variables) = (Vec::new(), Vec::new());
        for file in files {
            let dotenv = Dotenv::parse(file);
            for entry in &dotenv.entries {
                let Some(value) = entry.value.as_ref().filter(|_| !entry.name.starts_with(OF_COMPOSE)) else {
                    continue;
                };
                let texts: Vec<String> = value.readings().iter().flat_map(|text| of_lines(text)).collect();
                all.extend(texts.iter().cloned());
                of_variables.push((entry.name.clone(), texts));
            }
            let unread = dotenv.unread.iter().filter_map(|span| file.get(span.range()));
            let behind = |text: &'t str| text.split_once('=').map_or("", |(_, value)| value).trim();
            let parts = unread.flat_map(|text| [text, behind(text)]);
            all.extend(parts.flat_map(|text| [text, text.trim_matches(['"', '\''])]).flat_map(of_lines));
            // A value that is commented out is still a secret.
            let out_of_use: Vec<&str> = file.lines().filter_map(|line| line.trim_start().strip_prefix('#')).collect();
            let out_of_use = Dotenv::parse(&out_of_use.join("\n")).entries;
            let out_of_use =
                out_of_use.iter().filter(|entry| is_usual(&entry.name) && !entry.name.starts_with(OF_COMPOSE));
            all.extend(out_of_use.filter_map(|entry| entry.value.as_ref()).flat_map(Value::readings));
        }
        Self { all: Redactor::new(all.iter().map(String::as_str), SHORTEST), of_variables: Arc::new(of_variables) }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.of_variables.is_empty()
    }

    /// All of them.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.all
    }

    /// The variable, out of these, whose value is in a text.
    #[must_use]
    pub fn found_in(&self, text: &str, of_interest: &[&str]) -> Option<&str> {
        if !self.all.finds_in(text) {
            return None;
        }
        let mut known = self.of_variables.iter().filter(|(name, _)| of_interest.contains(&name.as_str()));
        let certain = |texts: &[String]| texts.iter().filter(|text| !is_ordinary(text)).cloned().collect::<Vec<_>>();
        let holds =
            |texts: &[String]| Redactor::new(certain(texts).iter().map(String::as_str), SHORTEST).finds_in(text);
        known.find(|(_, texts)| holds(texts)).map(|(name, _)| name.as_str())
    }
}

/// Whether a value is a word that many files contain, like `postgres`, `/run/secrets` and the name of a variable:
/// finding it in a file is not a leak. `env check` reports that such a value can be guessed.
fn is_ordinary(text: &str) -> bool {
    const LONGEST: usize = 20;
    text.len() < LONGEST && text.bytes().all(|byte| byte.is_ascii_alphabetic() || b"_/".contains(&byte))
}

/// The lines of a text that may be a value or a part of one. A missing closing quote joins several lines to one
/// value: comments, and names with a value each. It is unknown whether the quote is missing: the whole of such a line
/// may also be a part of the value.
fn of_lines(text: &str) -> Vec<String> {
    if !text.contains('\n') {
        return vec![text.to_owned()];
    }
    let pieces = |line: &str| match line.split_once('=') {
        _ if line.trim_start().starts_with('#') => Vec::new(),
        Some((name, _)) if name.starts_with(OF_COMPOSE) => Vec::new(),
        // Each template has names without a value.
        Some((name, value)) if is_usual(name.trim()) && !value.trim().is_empty() => {
            vec![value.trim().trim_matches(['"', '\'']).to_owned(), line.to_owned()]
        }
        Some((name, _)) if is_usual(name.trim()) => Vec::new(),
        _ => vec![line.to_owned()],
    };
    text.lines().flat_map(pieces).collect()
}

impl Value {
    /// Every possible reading of the value: as containers get it, as it is written, and the parts between what Compose
    /// expands.
    fn readings(&self) -> Vec<String> {
        let mut readings = vec![self.raw.clone()];
        readings.extend(self.text());
        if self.quotes == Quotes::Double {
            readings.push(unescaped(&self.raw));
        }
        if self.quotes != Quotes::Single {
            readings.extend(self.raw.split('$').skip(1).map(|rest| rest.trim_start_matches('{').to_owned()));
            readings.extend(self.raw.split('$').next().map(str::to_owned));
        }
        readings
    }
}

/// The text in double quotes: `\n`, `\r` and `\t` are control characters, any other escaped character is itself.
fn unescaped(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (c, false) => text.push(c),
            (_, true) => match chars.next() {
                Some('n') => text.push('\n'),
                Some('r') => text.push('\r'),
                Some('t') => text.push('\t'),
                other => text.extend(other),
            },
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_as_compose_reads_them() {
        let file = "A='s3cret-value'\nB=short\nexport C=\"longer value\" # x\nD=unknown-variable\nE=with-comment # y\n\
            F='pa$word-x\\yz'\nG='it\\'s-a-value'\nH='first-line\nsecond-line'\nI=\"doubly\\\"quoted\"\nJ=pre$HOME/behind-it\n\
            COMPOSE_PROFILES=production\n# REDIS_PASSWORD='the-former-value'\n# Put each value in single quotes\nK='never closed, never shown\nL='the-next-value\n";
        let local = LocalValues::of([file]);
        let names = ["A", "B", "C", "E", "F", "G", "H", "I", "J"];
        let found = |text: &str| local.found_in(text, &names);
        assert_eq!(found("x = s3cret-value"), Some("A"));
        assert_eq!(found("longer value"), Some("C"));
        assert_eq!(found("short unknown-variable production"), None);
        let words = LocalValues::of(["A=postgres\nB='/run/secrets'\nC=REDIS_PASSWORD\n"]);
        assert_eq!(words.found_in("postgres /run/secrets REDIS_PASSWORD", &["A", "B", "C"]), None);
        assert!(words.redactor().finds_in("postgres"));
        assert!(local.redactor().finds_in("unknown-variable"));
        assert!(!local.redactor().finds_in("short production"));
        assert_eq!(found("pa$$word-x\\\\yz"), Some("F"));
        assert_eq!(found("it's-a-value"), Some("G"));
        assert_eq!(found("a second-line b"), Some("H"));
        assert_eq!(found("doubly\"quoted"), Some("I"));
        assert_eq!(found("HOME/behind-it"), Some("J"));
        for lost in ["never closed, never shown", "the-next-value", "the-former-value"] {
            assert!(local.redactor().finds_in(lost), "{lost}");
        }
        assert!(!format!("{local:?}").contains("s3cret"));
        // A line of a value may look like the next variable.
        let of_lines = LocalValues::of(["A='-----BEGIN\nK=9  key\nREDIS_PASSWORD=\n-----END it'\n"]);
        assert_eq!(of_lines.found_in("NOTE: \"K=9  key\"", &["A"]), Some("A"));
        assert!(!of_lines.redactor().finds_in("REDIS_PASSWORD="));
    }
}
