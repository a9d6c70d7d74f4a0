//! Options of the servers by their own names: the tables of the servers define which values they take.

use super::decode::Decode as _;
use super::shape::{Bound, Options, Others, Range, Shape};
use crate::units::Line;

/// What is known of a name.
pub(super) enum Sought {
    /// It is an option, and takes one of these shapes.
    Option(Vec<Shape>),
    /// Other keys determine it.
    Elsewhere(&'static str),
    /// There is no such option.
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

pub(crate) const LINE: Shape = Line::SHAPE;
pub(crate) const LINES: Shape = Shape::List { each: &LINE, least: 0, distinct: false };
pub(crate) const WHOLE: Shape = whole(None);
pub(crate) const REAL: Shape = Shape::Number { range: Range { least: None, most: None }, examples: &[] };

/// The shapes of an option of which nothing is known.
pub(crate) const ANY: &[Shape] = &[LINE, REAL, Shape::Boolean, LINES];

pub(crate) const fn whole(least: Option<i64>) -> Shape {
    let least = match least {
        Some(least) => Some(Bound::Whole(least)),
        None => None,
    };
    Shape::Integer { width: None, range: Range { least, most: None } }
}

/// The names of a table without those that other keys determine.
pub(crate) fn names(
    all: impl Iterator<Item = &'static str>,
    elsewhere: fn(&str) -> Option<&'static str>,
) -> Vec<&'static str> {
    all.filter(|name| elsewhere(name).is_none()).collect()
}
