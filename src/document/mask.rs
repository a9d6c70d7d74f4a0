//! The input for display: credentials are hidden, places stay the same.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Credential;
use crate::credentials::{beside_name, by_form, in_broken_text, in_text, perhaps_in_comment};
use crate::origin::Span;
use crate::redactor::{HIDDEN, Redactor};
use crate::source::Source;

/// Shorter texts are hidden in the input, but not searched for in messages: they would match ordinary words.
const SHORTEST_IN_MESSAGES: usize = 6;

/// What must be hidden in an input.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// Whether the whole input is hidden.
    pub(super) everything: bool,
    pub(super) credentials: Vec<Credential>,
    /// The places of strings that contain a value of a local `.env`.
    pub(super) places: Vec<Span>,
    /// These values.
    pub(super) values: Redactor,
}

impl Hidden {
    /// Hides the credentials alone, without the values of local `.env` files.
    #[must_use]
    pub fn redactor(&self) -> Redactor {
        redactor(self.credentials.iter().map(|credential| credential.text.as_str()))
    }
}

/// Hides these values in messages.
fn redactor<'v>(values: impl Iterator<Item = &'v str>) -> Redactor {
    Redactor::new(values.filter(|value| !OWN_WORDS.contains(value)), SHORTEST_IN_MESSAGES)
}

/// Words in stackgen's own messages about credentials. To hide one of them there would reveal that it is the value.
const OWN_WORDS: &[&str] = &[
    "because",
    "belongs",
    "capitals",
    "command",
    "credential",
    "declare",
    "exposed",
    "hidden",
    "itself",
    "literal",
    "output",
    "password",
    "reference",
    "replace",
    "secret",
    "secrets",
    "source",
    "stopped",
    "suggested",
    "value",
    "variable",
];

/// An input with its credentials hidden.
pub struct Masked {
    path: String,
    text: String,
    /// The texts at the places, for messages.
    own: Redactor,
    /// The values of local `.env` files.
    local: Redactor,
    places: Vec<Range<usize>>,
}

impl std::fmt::Debug for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Masked").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Masked {
    /// Hides the credentials of an input and the values of local `.env` files in it. If the input is not TOML, also
    /// hides what looks like an assignment.
    #[must_use]
    pub fn new(source: &Source, hidden: &Hidden, broken: bool) -> Self {
        let raw = if hidden.everything { "" } else { source.text() };
        let mut places = suspicious(raw, broken);
        if broken {
            places = without_references(raw, places);
        }
        let mut values: Vec<&str> = places.iter().filter_map(|place| raw.get(place.clone())).collect();
        for credential in &hidden.credentials {
            places.push(credential.span.range());
            values.push(&credential.text);
        }
        places.extend(hidden.places.iter().map(|place| place.range()));
        places.extend(hidden.values.places(raw));
        Self { local: hidden.values.clone(), ..Self::hiding(source.path().as_str(), raw, &values, places) }
    }

    /// Hides these places of a text, and the same texts wherever else they are.
    #[must_use]
    pub fn of_places(path: &str, text: &str, places: Vec<Range<usize>>) -> Self {
        let values: Vec<&str> = places.iter().filter_map(|place| text.get(place.clone())).collect();
        Self::hiding(path, text, &values, places)
    }

    fn hiding(path: &str, raw: &str, values: &[&str], places: Vec<Range<usize>>) -> Self {
        let own = redactor(values.iter().copied());
        Self { path: blanked(path, &[]), text: blanked(raw, &places), own, local: Redactor::default(), places }
    }

    /// The file's path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text with `*` for each byte of a credential, so that places stay the same.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The replacement for a text that was built from a place with a credential: a part of a credential would not be
    /// found by searching for the whole.
    #[must_use]
    pub fn hidden_at(&self, span: Span) -> Option<&'static str> {
        let overlaps = |place: &Range<usize>| place.start < span.end && span.start < place.end;
        self.places.iter().any(overlaps).then_some(HIDDEN)
    }

    /// A message without the credentials of this input, and without anything that has the form of a credential: a
    /// message may quote a value in another spelling than the input.
    #[must_use]
    pub fn hide(&self, message: &str) -> String {
        let hidden = self.local.hide(message);
        let hidden = self.own.hide(&hidden);
        let places: Vec<_> = by_form(&hidden)
            .filter(|place| hidden.get(place.clone()).is_some_and(|one| !one.contains(HIDDEN)))
            .collect();
        blanked(&hidden, &places)
    }
}

/// A reference to a secret, or its source, without a value: `{ secret = "redis_password" }`,
/// `{ env = "REDIS_PASSWORD", rotate = "90d" }`.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let source = r#"secret\s*=\s*"[a-z]+(?:_[a-z]+)+"|env\s*=\s*"[A-Z]+(?:_[A-Z]+)+""#;
    let rotate = r#"\s*,?\s*rotate\s*=\s*"[0-9]{1,4}[dhwm]""#;
    let pattern = format!(r"=?\s*\{{?\s*(?:{source})(?:{rotate})?\s*\}}?");
    Regex::new(&pattern).expect("the pattern is a constant, and a test compiles it")
});

/// These places without the references in them.
fn without_references(text: &str, places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let references: Vec<Range<usize>> = REFERENCE.find_iter(text).map(|found| found.range()).collect();
    let mut left = Vec::new();
    for place in places {
        let mut start = place.start;
        for reference in references.iter().filter(|one| one.start < place.end && place.start < one.end) {
            left.extend((start < reference.start).then_some(start..reference.start));
            start = start.max(reference.end);
        }
        left.extend((start < place.end).then_some(start..place.end));
    }
    left
}

/// Every place of a text that may be a credential. In comments, and in a text that is not TOML, this includes more
/// than the credentials.
fn suspicious(text: &str, broken: bool) -> Vec<Range<usize>> {
    if broken {
        return in_broken_text(text).collect();
    }
    let mut found: Vec<_> = in_text(text).map(|found| found.place).collect();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        if let Some(comment) = line.find('#') {
            let start = from + comment;
            let beside = beside_name(&line[..comment], &line[comment..]);
            found.extend(beside.map(|word| start + word.start..start + word.end));
            found.extend(perhaps_in_comment(&line[comment..]).map(|value| start + value.start..start + value.end));
        }
        from += line.len();
    }
    found
}

/// A text that is not an input, such as a file on disk, with every credential in it hidden.
#[must_use]
pub fn hide_credentials(text: &str) -> String {
    blanked(text, &suspicious(text, true))
}

/// Whether a character would control a terminal instead of being shown.
#[must_use]
pub fn steers(c: char) -> bool {
    let direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || direction
}

/// The text with `*` for each byte of a place, and `?` for each byte that would control a terminal.
fn blanked(raw: &str, places: &[Range<usize>]) -> String {
    let mut places = places.to_vec();
    places.sort_by_key(|place| place.start);
    let mut places = places.into_iter().peekable();
    let mut hidden_to = 0;
    let mut text = String::with_capacity(raw.len());
    for (index, c) in raw.char_indices() {
        while let Some(place) = places.next_if(|place| place.start <= index) {
            hidden_to = hidden_to.max(place.end);
        }
        let hidden = index < hidden_to && !c.is_whitespace() && !matches!(c, '"' | '\'');
        match (hidden, steers(c)) {
            (true, _) => text.extend(std::iter::repeat_n('*', c.len_utf8())),
            (false, true) => text.extend(std::iter::repeat_n('?', c.len_utf8())),
            (false, false) => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Document;
    use super::*;

    #[test]
    fn credentials_are_hidden_and_places_stay() {
        let text = "password = \"hünter2\"\nurl = 'redis://:pässword@h/0'\n# sk-ant-api03-AAAAAAAAAAAAAAAA\n";
        let source = Source::new("x.toml", text);
        let (document, found) = Document::parse(&source);
        assert!(found.is_empty());
        let masked = Masked::new(&source, &document.hidden(&Redactor::default()), false);
        for secret in ["nter2", "ässword", "api03"] {
            assert!(!masked.text().contains(secret), "{}", masked.text());
        }
        assert_eq!(masked.text().len(), text.len());
        assert_eq!(masked.hide("no `hünter2` here"), "no `(hidden)` here");
        assert!(!masked.hide("in another spelling: sk-ant-api03-AAAAAAAAAAAAAAAA-b").contains("api03"));
    }

    #[test]
    fn broken_files_are_hidden_too() {
        let source = Source::new("x.toml", "[redis]\npassword = \"hunter2\n[x\napi_key= letmein\n");
        let (document, found) = Document::parse(&source);
        assert!(!found.is_empty());
        let masked = Masked::new(&source, &document.hidden(&Redactor::default()), true);
        assert!(!masked.text().contains("hunter2") && !masked.text().contains("letmein"), "{}", masked.text());
    }

    fn shown(text: &str) -> String {
        let source = Source::new("x.toml", text);
        let (document, found) = Document::parse(&source);
        Masked::new(&source, &document.hidden(&Redactor::default()), !found.is_empty()).text().to_owned()
    }

    #[test]
    fn a_comment_behind_the_name_of_a_credential_is_hidden_where_it_is_no_sentence() {
        let text = "password = { secret = \"redis_password\" } # was Zq7CANARYx9, for 90 days\n";
        assert_eq!(shown(text), "password = { secret = \"redis_password\" } # was ************ for 90 days\n");
        let text = "memory = \"1536 MiB\" # 512mb of data\n";
        assert_eq!(shown(text), text);
    }

    #[test]
    fn references_stay_readable_in_a_broken_text() {
        let text = "odoo_password = { env = \"ODOO_DB_PASSWORD\" rotate = \"90d\" }\npassword = { secret = \"redis_password\"\n";
        assert_eq!(shown(text), text);
        for text in [
            "password = { secret = \"Hunter2x\"\n",
            "password = { env = \"hunter_two\"\n",
            "password = { secret = \"hunter2\"\n",
        ] {
            assert!(!shown(text).to_lowercase().contains("hunter"), "{text}: {}", shown(text));
        }
    }

    /// To hide the words of a message would tell that one of them is the password.
    #[test]
    fn the_words_of_messages_are_not_looked_for() {
        let source = Source::new("x.toml", "password = \"secret\"\n");
        let (document, _) = Document::parse(&source);
        let masked = Masked::new(&source, &document.hidden(&Redactor::default()), false);
        assert_eq!(masked.text(), "password = \"******\"\n");
        assert_eq!(
            masked.hide("name it under [secrets], `{ secret = \"…\" }`"),
            "name it under [secrets], `{ secret = \"…\" }`"
        );
    }
}
