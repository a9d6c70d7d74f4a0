//! The input for display: credentials are hidden, places stay the same.

use super::Credential;
use crate::credentials::{by_form, in_broken_text, in_text, perhaps_in_comment};
use crate::origin::Span;
use crate::redactor::{HIDDEN, Redactor};
use crate::source::Source;

/// Shorter texts are hidden in the input, but not looked for in messages: they would hit words.
const SHORTEST_IN_MESSAGES: usize = 6;

/// What is to be hidden in an input.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// Whether nothing of the input is shown.
    pub(super) everything: bool,
    pub(super) credentials: Vec<Credential>,
    /// The places of strings that hold a value of a local `.env`.
    pub(super) places: Vec<Span>,
    /// These values.
    pub(super) values: Redactor,
}

impl Hidden {
    /// The credentials alone: the values of local `.env` files are known.
    #[must_use]
    pub fn redactor(&self) -> Redactor {
        Redactor::new(self.credentials.iter().map(|credential| credential.text.as_str()), SHORTEST_IN_MESSAGES)
    }
}

/// An input whose credentials are hidden.
pub struct Masked {
    path: String,
    text: String,
    /// What stands at the places, for messages.
    own: Redactor,
    /// The values of local `.env` files.
    local: Redactor,
    places: Vec<std::ops::Range<usize>>,
}

impl std::fmt::Debug for Masked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Masked").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Masked {
    /// Hides the credentials of an input and the values of local `.env` files in it; of one that is no TOML also what only
    /// looks assigned.
    #[must_use]
    pub fn new(source: &Source, hidden: &Hidden, broken: bool) -> Self {
        let raw = if hidden.everything { "" } else { source.text() };
        let mut places = suspicious(raw, broken);
        let mut values: Vec<&str> = places.iter().filter_map(|place| raw.get(place.clone())).collect();
        for credential in &hidden.credentials {
            places.push(credential.span.range());
            values.push(&credential.text);
        }
        places.extend(hidden.places.iter().map(|place| place.range()));
        places.extend(hidden.values.places(raw));
        Self { local: hidden.values.clone(), ..Self::hiding(source.path().as_str(), raw, &values, places) }
    }

    /// Hides these places of a text, and what stands there wherever else it is.
    #[must_use]
    pub fn of_places(path: &str, text: &str, places: Vec<std::ops::Range<usize>>) -> Self {
        let values: Vec<&str> = places.iter().filter_map(|place| text.get(place.clone())).collect();
        Self::hiding(path, text, &values, places)
    }

    fn hiding(path: &str, raw: &str, values: &[&str], places: Vec<std::ops::Range<usize>>) -> Self {
        let own = Redactor::new(values.iter().copied(), SHORTEST_IN_MESSAGES);
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

    /// What stands for a text that was made of a place where a credential is: a piece of it would
    /// not be found by its whole.
    #[must_use]
    pub fn hidden_at(&self, span: Span) -> Option<&'static str> {
        let overlaps = |place: &std::ops::Range<usize>| place.start < span.end && span.start < place.end;
        self.places.iter().any(overlaps).then_some(HIDDEN)
    }

    /// A message without the credentials of this input, and without anything that has the form of
    /// one: a message may quote a value in another spelling than the input's.
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

/// Every place of a text that may be a credential. In a comment, and in all of a text that is no TOML, more than is one.
fn suspicious(text: &str, broken: bool) -> Vec<std::ops::Range<usize>> {
    if broken {
        return in_broken_text(text).collect();
    }
    let mut found: Vec<_> = in_text(text).map(|found| found.place).collect();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        if let Some(comment) = line.find('#') {
            let start = from + comment;
            found.extend(perhaps_in_comment(&line[comment..]).map(|value| start + value.start..start + value.end));
        }
        from += line.len();
    }
    found
}

/// A text that is no input, such as a file on disk, with every credential in it hidden.
#[must_use]
pub fn hide_credentials(text: &str) -> String {
    blanked(text, &suspicious(text, true))
}

/// Whether a character would steer a terminal instead of showing.
#[must_use]
pub fn steers(c: char) -> bool {
    let direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || direction
}

/// The text with `*` for each byte of a place, and `?` for each byte that would steer a terminal.
fn blanked(raw: &str, places: &[std::ops::Range<usize>]) -> String {
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
}
