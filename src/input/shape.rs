//! What may stand at a place of the input: the declaration that decoding, the published schema, the reference and `explain` follow.

use crate::units::{Unit, UnitError};

/// What may stand at a place of the input.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// `true` or `false`.
    Boolean,
    /// A whole number; the width is the format that the published schema names.
    Integer {
        /// The name of the width.
        width: Option<&'static str>,
        /// Its bounds.
        range: Range,
    },
    /// A number, whole or not.
    Number {
        /// Its bounds.
        range: Range,
        /// Numbers that are in them, for editors.
        examples: &'static [Bound],
    },
    /// A string of this format.
    Text(&'static Format),
    /// One of these strings, of which no more is known.
    Choice(&'static [&'static str]),
    /// One of these strings.
    Names(&'static Names),
    /// A list.
    List {
        /// What each of its entries is.
        each: &'static Self,
        /// So many it has at least.
        least: usize,
        /// Whether no entry stands in it twice.
        distinct: bool,
    },
    /// A table whose keys only an input knows.
    Entries {
        /// What its keys are.
        names: &'static Format,
        /// What each of its values is.
        each: &'static Self,
        /// So many it has at least.
        least: usize,
    },
    /// A table with these keys.
    Table(&'static Table),
    /// One of several strings, or of several tables with one key.
    Forms(&'static Forms),
    /// One of several shapes.
    Any(&'static Any),
    /// The options of a server.
    Options(&'static Options),
}

/// Bounds of a number, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Range {
    /// The least.
    pub least: Option<Bound>,
    /// The most.
    pub most: Option<Bound>,
}

/// A bound of a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// Of whole numbers.
    Whole(i64),
    /// Of any numbers.
    Real(f64),
}

/// What a string states.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name in the published schema.
    pub name: &'static str,
    /// What to write, for messages.
    pub expects: &'static str,
    /// Texts of this format, for editors.
    pub examples: &'static [&'static str],
    /// The rule that a text breaks which is not of this format, where one is about it.
    pub rule: Option<&'static str>,
    /// Whether a text is of this format.
    pub check: fn(&str) -> Result<(), UnitError>,
}

/// Strings of which one may stand at a place.
#[derive(Debug)]
pub struct Names {
    /// The name of its type.
    pub name: &'static str,
    /// What it is, line by line.
    pub about: &'static [&'static str],
    /// Each of them, and what it means, line by line.
    pub all: &'static [(&'static str, &'static [&'static str])],
}

/// A table with fixed keys.
#[derive(Debug)]
pub struct Table {
    /// The name of its type.
    pub name: &'static str,
    /// What it is, line by line.
    pub about: &'static [&'static str],
    /// Its keys, in the order of the reference.
    pub keys: &'static [Key],
    /// Further keys, which other tables have too.
    pub shared: Option<&'static Shared>,
    /// Where one of its keys stands for others.
    pub instead: Option<&'static Instead>,
}

/// Keys that several tables have.
#[derive(Debug)]
pub struct Shared {
    /// Their declaration.
    pub table: &'static Table,
    /// What is said of some of them in a table, by their names.
    pub said: &'static [(&'static str, &'static str)],
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it is for, and its default, line by line.
    pub about: &'static [&'static str],
    /// Whether its table needs it.
    pub required: bool,
    /// What may stand there.
    pub shape: Shape,
    /// Texts that may stand there, for editors, where they are better than those of the format.
    pub examples: &'static [&'static str],
    /// What is said of it in this table, where that is something else.
    pub said: Option<&'static str>,
    /// What stands for it where it is not there, in words.
    pub default: Option<fn() -> String>,
    /// Whether what the key is for says so already.
    pub is_told: bool,
    /// Why that is the default.
    pub because: &'static str,
}

/// A key that stands for others: either it is there or another one, and most keys exclude it.
#[derive(Debug)]
pub struct Instead {
    /// The key.
    pub key: &'static str,
    /// The key that is needed without it.
    pub otherwise: &'static str,
    /// The keys that may stand beside it.
    pub beside: &'static [&'static str],
    /// Why no others may.
    pub why: &'static str,
}

/// The forms of a value: strings, and tables with one key.
#[derive(Debug)]
pub struct Forms {
    /// The name of its type.
    pub name: &'static str,
    /// What it is, line by line.
    pub about: &'static [&'static str],
    /// Each of them.
    pub all: &'static [Form],
}

/// A form of a value.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// The string, or the key of the table.
    pub name: &'static str,
    /// What it means, line by line.
    pub about: &'static [&'static str],
    /// What stands at the key; nothing where the form is a string.
    pub shape: Option<Shape>,
}

/// Several shapes that a value may have.
#[derive(Debug)]
pub struct Any {
    /// The name of its type.
    pub name: &'static str,
    /// What it is.
    pub about: &'static [&'static str],
    /// Each of them.
    pub shapes: &'static [Shape],
}

/// The options of a server.
#[derive(Debug)]
pub struct Options {
    /// The name of its type.
    pub name: &'static str,
    /// What they are.
    pub about: &'static str,
    /// The server.
    pub program: &'static str,
    /// What their names are, where any may stand.
    pub keys: Option<&'static Format>,
    /// The options that may be written, by name.
    pub names: fn() -> Vec<&'static str>,
    /// What the versions of an option take, each in one of several shapes; nothing where there is no such option.
    pub shapes: fn(&str) -> Option<Vec<Vec<Shape>>>,
    /// What an option is for.
    pub about_option: fn(&str) -> String,
    /// What to say of an option, whose text this is: what it is for, and its default with the words before it.
    pub explained: fn(&str, &str) -> (String, Option<String>),
    /// What decides an option that is not set here.
    pub elsewhere: fn(&str) -> Option<&'static str>,
    /// Old names of options, and the new ones.
    pub renamed: &'static [(&'static str, &'static str)],
    /// Options that the server itself does not have.
    pub others: Others,
}

/// Options that a server itself does not have.
#[derive(Debug, Clone, Copy)]
pub enum Others {
    /// It refuses them.
    Refused,
    /// It keeps them for others; those that other keys decide, and these keys, are listed.
    Kept(&'static [(&'static str, &'static str)]),
    /// Those of extensions: the pattern of their names, whether a name has it, and what they are.
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
    /// Said of the key instead of what is declared.
    fn saying(mut self, said: Option<&'static str>) -> Self {
        if let Some(said) = said {
            self.said = Some(said);
        }
        self
    }

    /// What it is for, with its default.
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
    /// All its keys: its own, and those that other tables have too.
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
