//! The `.env` of a deployment, as Docker Compose reads it (Compose 2.40.3, observed with `config --environment`):
//! quotes, comments, and where a `$` is expanded. The file contains secrets: nothing here shows a value.

mod check;
mod expected;
mod fill;
mod local;
mod placeholder;
mod random;
mod read;

pub use check::check;
pub use expected::Expected;
pub use fill::{Filled, fill, renew};
pub use local::LocalValues;
pub use random::random;

use jiff::civil::Date;

use crate::document::Masked;
use crate::origin::Span;

/// The prefix of the variables that Compose reads itself.
const OF_COMPOSE: &str = "COMPOSE_";

/// A file of variables.
pub struct Dotenv {
    /// Its variables, in order; if one is set twice, Compose uses the last.
    pub entries: Vec<Entry>,
    /// What Compose cannot read, or reads in an unexpected way.
    pub problems: Vec<Problem>,
    /// The places of what cannot be read or has an unusual name: they can be values, or parts of one.
    unread: Vec<Span>,
    /// The places of all comments.
    comments: Vec<Span>,
}

/// A variable.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The place of the name.
    pub span: Span,
    /// Its value; `None` for a name alone, for which Compose uses the environment.
    pub value: Option<Value>,
    /// The comment lines directly above it.
    pub comments: Vec<Comment>,
}

/// The text before the date in the comment above a variable: the day on which its value was set.
const SET: &str = "set ";

/// A line that is a comment.
#[derive(Debug)]
pub struct Comment {
    /// Its text, without `#`.
    pub text: String,
    /// Its place, starting with the `#`.
    pub span: Span,
}

impl Comment {
    /// The day on which the value below was set, if the comment names it.
    fn day(&self) -> Option<Date> {
        self.text.strip_prefix(SET)?.trim().parse().ok()
    }
}

/// A value. It cannot be printed.
pub struct Value {
    raw: String,
    quotes: Quotes,
    /// The comment after it.
    comment: Option<Span>,
    /// Its place, with its quotes.
    pub span: Span,
}

/// How a value is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// `'…'`: everything is literal, except `\'`.
    Single,
    /// `"…"`: `$` and `\` have a meaning.
    Double,
    /// Bare: `$` has a meaning, and ` #` begins a comment.
    None,
}

/// Something that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// A description that contains no part of the file.
    pub what: &'static str,
    /// Its place.
    pub span: Span,
}

impl std::fmt::Debug for Dotenv {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { entries, problems, unread: _, comments: _ } = self;
        f.debug_struct("Dotenv").field("entries", entries).field("problems", problems).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Value").field("quotes", &self.quotes).field("span", &self.span).finish_non_exhaustive()
    }
}

/// Longer names are not names of variables.
const LONGEST_NAME: usize = 64;

/// Whether a name consists of capitals, digits and `_`.
fn is_usual(name: &str) -> bool {
    let usual = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_';
    name.len() <= LONGEST_NAME && name.bytes().all(usual)
}

impl Entry {
    /// The name, if it certainly is one: a line of its own, or the text before the `=` of a key in base64, can be a
    /// part of a value without quotes.
    #[must_use]
    pub fn shown_name(&self) -> Option<&str> {
        let has_value = self.value.as_ref().is_some_and(|value| value.raw != "=");
        (has_value && is_usual(&self.name)).then_some(self.name.as_str())
    }
}

impl Value {
    /// The text that containers get; `None` if Compose expands part of it.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self.quotes {
            Quotes::Single => Some(self.raw.replace(r"\'", "'")),
            Quotes::Double if self.raw.contains(['$', '\\']) => None,
            Quotes::None if self.raw.contains('$') => None,
            Quotes::Double | Quotes::None => Some(self.raw.clone()),
        }
    }

    /// The comment after a bare value, which may be meant as a part of the value.
    #[must_use]
    pub fn cut(&self) -> Option<Span> {
        self.comment.filter(|_| self.quotes == Quotes::None)
    }

    /// Whether it is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

impl Dotenv {
    /// The variable that Compose uses: the last one with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.name == name)
    }

    /// The file for display, with every value hidden except those of Compose's own variables.
    #[must_use]
    pub fn masked(&self, path: &str, text: &str) -> Masked {
        let secret = || self.entries.iter().filter(|entry| !entry.name.starts_with(OF_COMPOSE));
        let values = secret().filter_map(|entry| entry.value.as_ref()).map(|value| value.span.range());
        let names = secret().filter(|entry| entry.shown_name().is_none()).map(|entry| entry.span.range());
        let unread = self.unread.iter().map(|span| span.range());
        // A comment may contain a former value. Those of the template do not; earlier versions wrote `# the mode`.
        let ours = |span: &&Span| {
            let comment = text.get(span.range()).unwrap_or_default();
            ["# set 20", "# secret ", "# Secrets of ", "# Compose files and profiles", "# the mode"]
                .iter()
                .any(|start| comment.starts_with(start))
        };
        let comments = self.comments.iter().filter(|span| !ours(span)).map(|span| span.start + 1..span.end);
        Masked::of_places(path, text, values.chain(names).chain(unread).chain(comments).collect())
    }
}

/// Whether a text can be written in quotes: one that ends in `\`, or contains `\'`, is read as another one.
#[must_use]
pub fn can_stand(text: &str) -> bool {
    let dotenv = Dotenv::parse(&format!("A={}\n", quoted(text)));
    let value = dotenv.get("A").and_then(|entry| entry.value.as_ref()).and_then(Value::text);
    dotenv.problems.is_empty() && value.as_deref() == Some(text)
}

/// A text in quotes, so that Compose reads it unchanged.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"\'"))
}
