//! Looks for credentials in generated text: by their forms, and by the values of a local `.env`.

use camino::Utf8Path;

use crate::document::credential_form;
use crate::emit::Kind;

/// Shorter values are found in ordinary words.
const SHORTEST: usize = 8;

/// The values of the `.env` beside the generated files, to look for. They cannot be printed.
#[derive(Default)]
pub struct LocalValues(Vec<(String, String)>);

impl std::fmt::Debug for LocalValues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LocalValues({} variables)", self.0.len())
    }
}

impl LocalValues {
    /// The values of the variables that hold secrets, from the text of an `.env`.
    #[must_use]
    pub fn of(dotenv: &str, of_interest: impl Fn(&str) -> bool) -> Self {
        let assignment = |line: &str| {
            let (name, value) = line.trim_start().trim_start_matches("export ").split_once(['=', ':'])?;
            let value = value.trim();
            let unquoted = ['\'', '"'].iter().find_map(|quote| value.strip_prefix(*quote)?.rsplit_once(*quote));
            let bare = || value.split_once(" #").map_or(value, |(before, _)| before.trim_end());
            let value = unquoted.map_or_else(bare, |(inside, _)| inside);
            (of_interest(name.trim()) && value.len() >= SHORTEST).then(|| (name.trim().to_owned(), value.to_owned()))
        };
        Self(dotenv.lines().filter_map(assignment).collect())
    }

    /// The values from the `.env` in a folder, if there is one that can be read.
    #[must_use]
    pub fn read(folder: &Utf8Path, of_interest: impl Fn(&str) -> bool) -> Self {
        std::fs::read_to_string(folder.join(".env")).map(|text| Self::of(&text, of_interest)).unwrap_or_default()
    }

    /// A text without these values.
    #[must_use]
    pub fn hide(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (_, value)| text.replace(value, &"*".repeat(value.len())))
    }
}

/// What the credential in a line is, if there is one.
pub(super) fn in_line(kind: Kind, line: &str, local: &LocalValues) -> Option<String> {
    let yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
    let unescaped = || line.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$");
    let text = if yaml { unescaped() } else { line.to_owned() };
    let value = local.0.iter().find(|(_, value)| text.contains(value.as_str()));
    if let Some((name, _)) = value {
        return Some(format!("the value that .env has for {name}"));
    }
    credential_form(&text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_local_env_are_found() {
        let local = LocalValues::of(
            "A='s3cret-value'\nB=short\nexport C=\"longer value\" # x\nD=unknown-variable\nE=with-comment # y\nF='pa$word-x\\yz'\n",
            |name| ["A", "B", "C", "E", "F"].contains(&name),
        );
        let found = |line: &str| in_line(Kind::Odoo, line, &local);
        assert_eq!(found("x = s3cret-value"), Some("the value that .env has for A".to_owned()));
        assert_eq!(found("longer value"), Some("the value that .env has for C".to_owned()));
        assert_eq!(found("short unknown-variable"), None);
        assert!(found("with-comment").is_some());
        assert!(in_line(Kind::Compose, r#"X: "pa$$word-x\\yz""#, &local).is_some());
        assert!(!format!("{local:?}").contains("s3cret"));
    }
}
