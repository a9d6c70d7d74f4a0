//! What is possible at a place of the input: the declaration behind decoding, the published schema, the reference and
//! `explain`.

use crate::units::{Unit, UnitError};

/// What is possible at a place of the input.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number; the width is the format that the published schema names.
    Integer {
        /// The name of the width.
        width: Option<&'static str>,
        /// Its limits.
        range: Range,
    },
    /// A number, whole or not.
    Number {
        /// Its limits.
        range: Range,
        /// Examples within the limits, for editors.
        examples: &'static [Bound],
    },
    /// A string of this format.
    Text(&'static Format),
    /// One of these strings, without descriptions.
    Choice(&'static [&'static str]),
    /// One of these strings.
    Names(&'static Names),
    /// A list.
    List {
        /// What each of its entries is.
        each: &'static Self,
        /// The minimum number of entries.
        least: usize,
        /// Whether duplicate entries are rejected.
        distinct: bool,
    },
    /// A table whose keys are names from the input.
    Entries {
        /// What its keys are.
        names: &'static Format,
        /// What each of its values is.
        each: &'static Self,
        /// The minimum number of entries.
        least: usize,
    },
    /// A table with these keys.
    Table(&'static Table),
    /// One of several strings, or of several tables with a single key.
    Forms(&'static Forms),
    /// One of several shapes.
    Any(&'static Any),
    /// The options of a server.
    Options(&'static Options),
}

/// The inclusive limits of a number.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The minimum.
    pub least: Option<Bound>,
    /// The maximum.
    pub most: Option<Bound>,
}

/// A limit of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// For whole numbers.
    Whole(i64),
    /// For any number.
    Real(f64),
}

/// The format of a string.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name in the published schema.
    pub name: &'static str,
    /// What to write, for messages.
    pub expects: &'static str,
    /// Examples of this format, for editors.
    pub examples: &'static [&'static str],
    /// The rule that reports a text of another format, if there is one for it.
    pub rule: Option<&'static str>,
    /// Checks whether a text has this format.
    pub check: fn(&str) -> Result<(), UnitError>,
}

/// Strings of which one is possible at a place.
#[derive(Debug)]
pub struct Names {
    /// The name of its type.
    pub name: &'static str,
    /// Its description, line by line.
    pub about: &'static [&'static str],
    /// Each of them with its description, line by line.
    pub all: &'static [(&'static str, &'static [&'static str])],
}

/// A table with fixed keys.
#[derive(Debug)]
pub struct Table {
    /// The name of its type.
    pub name: &'static str,
    /// Its description, line by line.
    pub about: &'static [&'static str],
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
    /// Additional keys, which are shared with other tables.
    pub shared: Option<&'static Shared>,
    /// The key that replaces others, if it has one.
    pub instead: Option<&'static Instead>,
}

/// Keys that several tables share.
#[derive(Debug)]
pub struct Shared {
    /// Their declaration.
    pub table: &'static Table,
    /// Descriptions of some of them in this table, by name.
    pub said: &'static [(&'static str, &'static str)],
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// Its description and its default, line by line.
    pub about: &'static [&'static str],
    /// Whether it is required.
    pub required: bool,
    /// The shape of its value.
    pub shape: Shape,
    /// Examples for editors, if they are better than those of the format.
    pub examples: &'static [&'static str],
    /// Its description in this table, if it differs.
    pub said: Option<&'static str>,
    /// The default, in words.
    pub default: Option<fn() -> String>,
    /// Whether the description names the default already.
    pub is_told: bool,
    /// The reason for the default.
    pub because: &'static str,
}

/// A key that replaces others: either it or another key is required, and it conflicts with most keys.
#[derive(Debug)]
pub struct Instead {
    /// The key.
    pub key: &'static str,
    /// The key that is required without it.
    pub otherwise: &'static str,
    /// The keys that do not conflict with it.
    pub beside: &'static [&'static str],
    /// Why all others do.
    pub why: &'static str,
}

/// The forms of a value: strings, and tables with a single key.
#[derive(Debug)]
pub struct Forms {
    /// The name of its type.
    pub name: &'static str,
    /// Its description, line by line.
    pub about: &'static [&'static str],
    /// Each of them.
    pub all: &'static [Form],
}

/// A form of a value.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The string, or the key of the table.
    pub name: &'static str,
    /// Its description, line by line.
    pub about: &'static [&'static str],
    /// The shape of the value of the key; `None` if the form is a string.
    pub shape: Option<Shape>,
}

/// Several possible shapes of a value.
#[derive(Debug)]
pub struct Any {
    /// The name of its type.
    pub name: &'static str,
    /// Its description.
    pub about: &'static [&'static str],
    /// Each of them.
    pub shapes: &'static [Shape],
}

/// The options of a server.
#[derive(Debug)]
pub struct Options {
    /// The name of its type.
    pub name: &'static str,
    /// Their description.
    pub about: &'static str,
    /// The server.
    pub program: &'static str,
    /// The format of their names, if any name is possible.
    pub keys: Option<&'static Format>,
    /// The names of the options that can be set.
    pub names: fn() -> Vec<&'static str>,
    /// The possible shapes of an option in each version; `None` if there is no such option.
    pub shapes: fn(&str) -> Option<Vec<Vec<Shape>>>,
    /// The description of an option.
    pub about_option: fn(&str) -> String,
    /// Splits the description of an option into what it is for and the default, with the words before the default.
    pub explained: fn(&str, &str) -> (String, Option<String>),
    /// What determines an option that cannot be set here.
    pub elsewhere: fn(&str) -> Option<&'static str>,
    /// Old names of options, with the new ones.
    pub renamed: &'static [(&'static str, &'static str)],
    /// How options are treated that the server itself does not have.
    pub others: Others,
}

/// How options are treated that a server itself does not have.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// The server rejects them.
    Refused,
    /// The server keeps them for other programs. Those that other keys determine are listed with these keys.
    Kept(&'static [(&'static str, &'static str)]),
    /// They belong to extensions: the pattern of their names, a check for it, and their description.
    Extensions(&'static str, fn(&str) -> bool, &'static str),
}

impl Format {
    /// The format of a type.
    #[must_use]
    pub const fn of<U: Unit>() -> Self {
        Self { name: U::FORMAT, expects: U::EXPECTS, examples: U::EXAMPLES, rule: U::RULE, check: check::<U> }
    }
}

fn check<U: Unit>(text: &str) -> Result<(), UnitError> {
    U::parse(text).map(drop)
}

impl Key {
    /// The key with another description than the declared one.
    fn saying(mut self, said: Option<&'static str>) -> Self {
        if let Some(said) = said {
            self.said = Some(said);
        }
        self
    }

    /// Its description, with its default.
    #[must_use]
    pub fn text(&self) -> String {
        let text = self.said.map_or_else(|| text_of(self.about), str::to_owned);
        match self.default {
            Some(default) if !self.is_told => format!("{text} Default: {}.", default()),
            _ => text,
        }
    }
}

impl Table {
    /// All its keys: its own, and those that are shared with other tables.
    pub fn all(&self) -> impl Iterator<Item = Key> {
        let said = |shared: &Shared, name| shared.said.iter().find(|(of, _)| *of == name).map(|(_, said)| *said);
        let shared = self
            .shared
            .into_iter()
            .flat_map(move |shared| shared.table.keys.iter().map(move |key| key.saying(said(shared, key.name))));
        self.keys.iter().copied().chain(shared)
    }

    /// The key of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Key> {
        self.all().find(|key| key.name == name)
    }
}

impl Names {
    /// Whether a text is one of them.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.all.iter().any(|(name, _)| *name == text)
    }
}

/// The lines of a doc comment as one text.
#[must_use]
pub fn text_of(about: &[&str]) -> String {
    about.iter().map(|line| line.trim()).collect::<Vec<_>>().join("\n")
}
