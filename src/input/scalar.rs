//! The values of options.

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::DeValue;

use super::decode::{Plain, plain};
use super::mistakes::is_one_of;
use super::options::Sought;
use super::shape::Options;
use crate::origin::{At, Origin};
use crate::units::{Line, Unit};

/// A plain value. How it is written for the server is decided when the stack is resolved.
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
