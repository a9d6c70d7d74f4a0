//! Looks for credentials in generated text: by their forms, and by the values of a local `.env`.

use super::Known;
use crate::credentials::form;
use crate::emit::{Kind, OutLine};

/// What the credential in a line is, if there is one. Of the local values only those of these variables are looked for.
pub(super) fn in_line(kind: Kind, line: &OutLine, known: &Known<'_>, variables: &[&str]) -> Option<String> {
    let yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
    let unescaped = || line.text.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$");
    let text = if yaml { unescaped() } else { line.text.clone() };
    if let Some(name) = known.local.found_in(&text, variables) {
        return Some(format!("the value that .env has for {name}"));
    }
    form(&text).filter(|_| !known.accepts(line)).map(str::to_owned)
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
        let literal = |origin| in_line(Kind::Odoo, &line("PASSWORD=hunter2", origin), &known, &[]);
        assert!(literal(None).is_some() && literal(Some(Origin::Written(Span { start: 9, end: 12 }))).is_some());
        assert_eq!(literal(Some(Origin::Written(span))), None);
    }
}
