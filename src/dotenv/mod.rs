//! The `.env` of a deployment, as Docker Compose reads it (Compose 2.40.3, observed with `config --environment`): quotes,
//! comments, and where a `$` is expanded. It holds secrets: nothing here shows a value.

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

/// How the variables begin that Compose reads itself.
const OF_COMPOSE: &str = "COMPOSE_";

/// A file of variables.
pub struct Dotenv {
    /// Its variables, in their order; of one that is set twice Compose takes the last.
    pub entries: Vec<Entry>,
    /// What Compose cannot read, or reads otherwise than it looks.
    pub problems: Vec<Problem>,
    /// The places of what cannot be read, or has no usual name: they can be values, or pieces of one.
    unread: Vec<Span>,
    /// The places of all comments.
    comments: Vec<Span>,
}

/// A variable.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// Its value; nothing where only the name stands there, and Compose takes the environment's.
    pub value: Option<Value>,
    /// The comment lines right above it.
    pub comments: Vec<Comment>,
}

/// What stands before the date in the comment above a variable: the day on which its value was set.
const SET: &str = "set ";

/// A line that is a comment.
#[derive(Debug)]
pub struct Comment {
    /// Its text, without `#`.
    pub text: String,
    /// Where it stands, from its `#` on.
    pub span: Span,
}

impl Comment {
    /// The day on which the value below was set, if this is what it says.
    fn day(&self) -> Option<Date> {
        self.text.strip_prefix(SET)?.trim().parse().ok()
    }
}

/// A value. It cannot be printed.
pub struct Value {
    raw: String,
    quotes: Quotes,
    /// The comment behind it.
    comment: Option<Span>,
    /// Where it stands, with its quotes.
    pub span: Span,
}

/// How a value is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// `'…'`: all is as it stands, but for `\'`.
    Single,
    /// `"…"`: `$` and `\` have a meaning.
    Double,
    /// Bare: `$` has a meaning, and ` #` begins a comment.
    None,
}

/// Something that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// What, in words that hold no piece of the file.
    pub what: &'static str,
    /// Where.
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

/// Longer names are no names of variables.
const LONGEST_NAME: usize = 64;

/// Whether a name is of capitals, digits and `_`.
fn is_usual(name: &str) -> bool {
    let usual = |c: u8| c.is_ascii_uppercase() || c.is_ascii_digit() || c == b'_';
    name.len() <= LONGEST_NAME && name.bytes().all(usual)
}

impl Entry {
    /// The name, where it is certain to be one: what stands in a line of its own, or before the `=` of a key in base64,
    /// can be a piece of a value whose quotes were forgotten.
    #[must_use]
    pub fn shown_name(&self) -> Option<&str> {
        let has_value = self.value.as_ref().is_some_and(|value| value.raw != "=");
        (has_value && is_usual(&self.name)).then_some(self.name.as_str())
    }
}

impl Value {
    /// The text that containers get; nothing where Compose expands something in it.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self.quotes {
            Quotes::Single => Some(self.raw.replace(r"\'", "'")),
            Quotes::Double if self.raw.contains(['$', '\\']) => None,
            Quotes::None if self.raw.contains('$') => None,
            Quotes::Double | Quotes::None => Some(self.raw.clone()),
        }
    }

    /// What stands behind a bare value as a comment: a person may have meant it to be a part of the value.
    #[must_use]
    pub fn cut(&self) -> Option<Span> {
        self.comment.filter(|_| self.quotes == Quotes::None)
    }

    /// Whether nothing stands there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }
}

impl Dotenv {
    /// The variable as Compose takes it: the last of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.name == name)
    }

    /// The file for display: every value is hidden, but for those of Compose's own variables.
    #[must_use]
    pub fn masked(&self, path: &str, text: &str) -> Masked {
        let secret = || self.entries.iter().filter(|entry| !entry.name.starts_with(OF_COMPOSE));
        let values = secret().filter_map(|entry| entry.value.as_ref()).map(|value| value.span.range());
        let names = secret().filter(|entry| entry.shown_name().is_none()).map(|entry| entry.span.range());
        let unread = self.unread.iter().map(|span| span.range());
        // A former value may stand in one; those of the template say which secret it is, and since when.
        let ours = |span: &&Span| {
            let comment = text.get(span.range()).unwrap_or_default();
            ["# set 20", "# secret ", "# Secrets of ", "# the mode"].iter().any(|start| comment.starts_with(start))
        };
        let comments = self.comments.iter().filter(|span| !ours(span)).map(|span| span.start + 1..span.end);
        Masked::of_places(path, text, values.chain(names).chain(unread).chain(comments).collect())
    }
}

/// Whether a text can stand in quotes: one that ends in `\`, or holds `\'`, is read as another one.
#[must_use]
pub fn can_stand(text: &str) -> bool {
    let dotenv = Dotenv::parse(&format!("A={}\n", quoted(text)));
    let value = dotenv.get("A").and_then(|entry| entry.value.as_ref()).and_then(Value::text);
    dotenv.problems.is_empty() && value.as_deref() == Some(text)
}

/// A text in quotes, so that Compose reads it as it is.
#[must_use]
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"\'"))
}
