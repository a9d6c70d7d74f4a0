//! Searches generated text for credentials: by their forms, and by the values of a local `.env`.

use std::borrow::Cow;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use super::Known;
use crate::artifact::{Kind, OutLine};
use crate::credentials::form;

/// Searches the lines of generated files for credentials. Most lines are in several files: each is searched once.
pub(super) struct Search<'k> {
    known: &'k Known<'k>,
    /// The variables whose local values are searched for.
    variables: &'k [&'k str],
    seen: IndexMap<(bool, &'k str), InText<'k>, FixedState>,
}

/// The credential in the text of a line, whatever its origin.
#[derive(Debug, Clone, Copy)]
struct InText<'k> {
    /// The variable that has it as its local value.
    local: Option<&'k str>,
    /// The kind of credential by its form.
    form: Option<&'static str>,
}

impl<'k> Search<'k> {
    pub(super) fn new(known: &'k Known<'k>, variables: &'k [&'k str]) -> Self {
        Self { known, variables, seen: IndexMap::default() }
    }

    /// The kind of credential in a line, if there is one.
    pub(super) fn in_line(&mut self, kind: Kind, line: OutLine<'k>) -> Option<String> {
        let is_yaml = matches!(kind, Kind::Compose | Kind::ComposeOverride);
        let Self { known, variables, seen } = self;
        let found = seen.entry((is_yaml, line.text)).or_insert_with(|| {
            let text = if is_yaml { of_yaml(line.text) } else { Cow::Borrowed(line.text) };
            InText { local: variable(known, variables, line.text, &text), form: form(&text) }
        });
        let of_form = || found.form.filter(|_| !known.accepts(line)).map(str::to_owned);
        found.local.map(|name| format!("the value of {name} in .env")).or_else(of_form)
    }
}

/// The variable whose local value is in a line, as it is written or as it is read.
fn variable<'k>(known: &'k Known<'k>, variables: &[&str], written: &str, read: &str) -> Option<&'k str> {
    if known.local.is_empty() {
        return None;
    }
    let spellings = [read, written, &bare(written)];
    spellings.into_iter().find_map(|text| known.local.found_in(text, variables))
}

/// A line of YAML without its escapes.
fn of_yaml(line: &str) -> Cow<'_, str> {
    if line.contains(['\\', '$']) {
        Cow::Owned(line.replace("\\\"", "\"").replace("\\\\", "\\").replace("$$", "$"))
    } else {
        Cow::Borrowed(line)
    }
}

/// A line without the escapes of shells, `.gitignore` and configuration files.
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
        let line = |text: &'static str, origin| OutLine { text, origin };
        let known = Known { local: &local, accepted: &[span] };
        let in_line = |kind, line: OutLine<'_>, known: &Known<'_>, variables: &[&str]| {
            Search::new(known, variables).in_line(kind, line)
        };
        let found = |text: &'static str| in_line(Kind::Config, line(text, None), &known, &["A", "F"]);
        assert_eq!(found("x = s3cret-value"), Some("the value of A in .env".to_owned()));
        assert_eq!(found("x = unknown-variable"), None);
        assert!(in_line(Kind::Compose, line(r#"X: "pa$$word-x\\yz""#, None), &known, &["F"]).is_some());
        // As `.gitignore` and a shell write them.
        let local = LocalValues::of([r#"A='it\'s # a*b\c'"#]);
        let known = Known { local: &local, accepted: &[span] };
        for text in [r"/it's\ \#\ a\*b\\c", r"X='it'\''s # a*b\c'"] {
            assert!(in_line(Kind::GitIgnore, line(text, None), &known, &["A"]).is_some(), "{text}");
        }
        let literal = |origin| in_line(Kind::Config, line("PASSWORD=hunter2", origin), &known, &[]);
        assert!(literal(None).is_some() && literal(Some(Origin::Written(Span { start: 9, end: 12 }))).is_some());
        assert_eq!(literal(Some(Origin::Written(span))), None);
    }
}
