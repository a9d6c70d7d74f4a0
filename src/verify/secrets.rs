//! Looks for credentials in generated text: by their forms, and by the values of a local `.env`.

use super::Known;
use crate::artifact::{Kind, OutLine};
use crate::credentials::form;

/// What the credential in a line is, if there is one. Of the local values only those of these variables are looked for.
pub(super) fn in_line(kind: Kind, line: &OutLine, known: &Known<'_>, variables: &[&str]) -> Option<String> {
    let yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
    let unescaped = || line.text.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$");
    let text = if yaml { unescaped() } else { line.text.clone() };
    if !known.local.is_empty() {
        let spellings = [&text, &line.text, &bare(&line.text)];
        if let Some(name) = spellings.into_iter().find_map(|text| known.local.found_in(text, variables)) {
            return Some(format!("the value that .env has for {name}"));
        }
    }
    form(&text).filter(|_| !known.accepts(line)).map(str::to_owned)
}

/// A line without the backslashes and quotes that shells, `.gitignore` and configuration files put before a character.
fn bare(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let line = line.replace(r"'\''", "'");
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(|next| !next.is_alphanumeric());
        text.extend(if escapes { chars.next() } else { Some(c) });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dotenv::LocalValues;
    use crate::origin::{Origin, Span};

    #[test]
    fn values_of_the_local_env_are_found() {
        let local = LocalValues::of(["A='s3cret-value'\nD=unknown-variable\nF='pa$word-x\\yz'\n"]);
        let span = Span { start: 5, end: 9 };
        let line = |text: &str, origin| OutLine { text: text.to_owned(), origin };
        let known = Known { local: &local, accepted: &[span] };
        let found = |text: &str| in_line(Kind::Odoo, &line(text, None), &known, &["A", "F"]);
        assert_eq!(found("x = s3cret-value"), Some("the value that .env has for A".to_owned()));
        assert_eq!(found("x = unknown-variable"), None);
        assert!(in_line(Kind::Compose, &line(r#"X: "pa$$word-x\\yz""#, None), &known, &["F"]).is_some());
        // As `.gitignore` and a shell write them.
        let local = LocalValues::of([r#"A='it\'s # a*b\c'"#]);
        let known = Known { local: &local, accepted: &[span] };
        for text in [r"/it's\ \#\ a\*b\\c", r"X='it'\''s # a*b\c'"] {
            assert!(in_line(Kind::GitIgnore, &line(text, None), &known, &["A"]).is_some(), "{text}");
        }
        let literal = |origin| in_line(Kind::Odoo, &line("PASSWORD=hunter2", origin), &known, &[]);
        assert!(literal(None).is_some() && literal(Some(Origin::Written(Span { start: 9, end: 12 }))).is_some());
        assert_eq!(literal(Some(Origin::Written(span))), None);
    }
}
