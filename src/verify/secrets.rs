//! Looks for credentials in generated text: by their forms, and by the values of a local `.env`.

use crate::document::credential_form;
use crate::dotenv::LocalValues;
use crate::emit::Kind;

/// What the credential in a line is, if there is one. Of the local values only those of these variables are looked for.
pub(super) fn in_line(kind: Kind, line: &str, local: &LocalValues, variables: &[&str]) -> Option<String> {
    let yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
    let unescaped = || line.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$");
    let text = if yaml { unescaped() } else { line.to_owned() };
    if let Some(name) = local.found_in(&text, variables) {
        return Some(format!("the value that .env has for {name}"));
    }
    credential_form(&text).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_local_env_are_found() {
        let local = LocalValues::of(["A='s3cret-value'\nD=unknown-variable\nF='pa$word-x\\yz'\n"]);
        let found = |line: &str| in_line(Kind::Odoo, line, &local, &["A", "F"]);
        assert_eq!(found("x = s3cret-value"), Some("the value that .env has for A".to_owned()));
        assert_eq!(found("x = unknown-variable"), None);
        assert!(in_line(Kind::Compose, r#"X: "pa$$word-x\\yz""#, &local, &["F"]).is_some());
    }
}
