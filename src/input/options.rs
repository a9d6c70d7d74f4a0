//! Options of the servers by their own names: what they take comes from the servers' tables.

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::DeValue;

use super::decode::{Decode as _, Plain, plain};
use super::mistakes::is_one_of;
use super::shape::{Bound, Format, Range, Shape};
use crate::origin::{At, Origin};
use crate::units::{Line, Unit};

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

/// What is known of a name.
pub(super) enum Sought {
    /// It is an option, and takes one of these shapes.
    Option(Vec<Shape>),
    /// Other keys decide it.
    Elsewhere(&'static str),
    /// There is none.
    Unknown,
}

impl Options {
    pub(super) fn find(&self, name: &str) -> Sought {
        if let Some(by) = (self.elsewhere)(name) {
            return Sought::Elsewhere(by);
        }
        match ((self.shapes)(name), self.others) {
            (Some(shapes), _) => Sought::Option(shapes.concat()),
            (None, Others::Kept(_)) => Sought::Option(ANY.to_vec()),
            (None, Others::Extensions(_, is_one, _)) if is_one(name) => Sought::Option(ANY.to_vec()),
            _ => Sought::Unknown,
        }
    }
}

/// A plain value: what the option's table makes of it is decided when the stack is resolved.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A string.
    Text(Line),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Real(f64),
    /// A boolean.
    Bool(bool),
    /// Several strings.
    List(Vec<Line>),
}

impl Scalar {
    fn of(value: &DeValue<'_>) -> Option<Self> {
        let line = |item: &Spanned<DeValue<'_>>| Line::parse(item.get_ref().as_str()?).ok();
        Some(match plain(value) {
            Plain::Text(text) => Self::Text(Line::parse(text).ok()?),
            Plain::Whole(number) => Self::Integer(number),
            Plain::Real(number) => Self::Real(number),
            Plain::Bool(boolean) => Self::Bool(boolean),
            Plain::List(items) => Self::List(items.iter().map(line).collect::<Option<_>>()?),
            Plain::Table(_) | Plain::Nothing => return None,
        })
    }
}

pub(crate) fn decoded(value: &DeValue<'_>, options: &'static Options) -> Option<IndexMap<String, At<Scalar>>> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let name = key.get_ref();
        let Sought::Option(shapes) = options.find(name) else { return None };
        let is_name = options.keys.is_none_or(|format| (format.check)(name).is_ok());
        let scalar = Scalar::of(value.get_ref()).filter(|_| is_name && is_one_of(value.get_ref(), &shapes))?;
        Some((name.to_string(), At::new(scalar, Origin::Written(value.span().into()))))
    };
    value.as_table()?.iter().map(entry).collect()
}

pub(crate) const LINE: Shape = Line::SHAPE;
pub(crate) const LINES: Shape = Shape::List { each: &LINE, least: 0, distinct: false };
pub(crate) const WHOLE: Shape = whole(None);
pub(crate) const REAL: Shape = Shape::Number { range: Range { least: None, most: None }, examples: &[] };

/// What an option may be of which nothing is known.
pub(crate) const ANY: &[Shape] = &[LINE, REAL, Shape::Boolean, LINES];

pub(crate) const fn whole(least: Option<i64>) -> Shape {
    let least = match least {
        Some(least) => Some(Bound::Whole(least)),
        None => None,
    };
    Shape::Integer { width: None, range: Range { least, most: None } }
}

/// The names of a table without those that other keys decide.
pub(crate) fn names(
    all: impl Iterator<Item = &'static str>,
    elsewhere: fn(&str) -> Option<&'static str>,
) -> Vec<&'static str> {
    all.filter(|name| elsewhere(name).is_none()).collect()
}
