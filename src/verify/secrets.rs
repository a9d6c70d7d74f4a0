//! Looks for credentials in generated text: by their forms, and by the values of a local `.env`.

use crate::document::credential_form;
use crate::emit::Kind;
use crate::surroundings::LocalValues;

/// What the credential in a line is, if there is one.
pub(super) fn in_line(kind: Kind, line: &str, local: &LocalValues) -> Option<String> {
    let yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
    let unescaped = || line.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$");
    let text = if yaml { unescaped() } else { line.to_owned() };
    if let Some(name) = local.found_in(&text) {
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
