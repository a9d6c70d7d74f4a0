//! Reads values of the input as their types, with their places.
//!
//! A value of another type is `None` here; [`mistakes`](super::mistakes) reports what is wrong with it, from the same
//! declaration.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::Deref;

use ipnet::IpNet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::shape::{Bound, Format, Range, Shape};
use crate::origin::{At, Origin, Span};
use crate::units::{Address, Cpus, Port, Unit, UnitError};

/// A type of values of the input.
pub trait Decode: Sized {
    /// The shape of the values that are read.
    const SHAPE: Shape;
    /// Whether a key of this type is required.
    const REQUIRED: bool = true;

    /// The value, if it has this type and is within the limits of its key.
    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self>;

    /// The value for a table at this place if the key is missing.
    #[must_use]
    fn absent(_table: Span) -> Option<Self> {
        None
    }
}

/// A type of a key that has a default.
pub trait Defaulted {
    /// The type of the default.
    type Value;
}

impl<T> Defaulted for At<T> {
    type Value = T;
}

/// A table for which missing and empty mean the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T>(At<T>);

impl<T> Deref for Part<T> {
    type Target = At<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T: Decode> Decode for Part<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        At::decode(value, shape).map(Self)
    }

    fn absent(table: Span) -> Option<Self> {
        Self::decode(&Spanned::new(table.range(), DeValue::Table(DeTable::new())), &T::SHAPE)
    }
}

/// A value by its TOML type. Dates, which no key takes, and numbers that do not fit into 64 bits are `Nothing`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Plain<'v> {
    Text(&'v str),
    Whole(i64),
    Real(f64),
    Bool(bool),
    List(&'v [Spanned<DeValue<'v>>]),
    Table(&'v DeTable<'v>),
    Nothing,
}

pub(crate) fn plain<'v>(value: &'v DeValue<'v>) -> Plain<'v> {
    match value {
        DeValue::String(text) => Plain::Text(text),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Plain::Nothing, Plain::Whole)
        }
        DeValue::Float(number) => {
            let finite = number.as_str().parse().ok().filter(|number: &f64| number.is_finite());
            finite.map_or(Plain::Nothing, Plain::Real)
        }
        DeValue::Boolean(boolean) => Plain::Bool(*boolean),
        DeValue::Datetime(_) => Plain::Nothing,
        DeValue::Array(items) => Plain::List(items),
        DeValue::Table(table) => Plain::Table(table),
    }
}

impl Range {
    #[expect(clippy::cast_precision_loss, reason = "bounds of whole numbers are whole")]
    pub(super) fn below(&self, number: Plain<'_>) -> Option<Bound> {
        self.least.filter(|least| match (*least, number) {
            (Bound::Whole(least), Plain::Whole(number)) => number < least,
            (Bound::Real(least), Plain::Whole(number)) => (number as f64) < least,
            (Bound::Whole(least), Plain::Real(number)) => number < least as f64,
            (Bound::Real(least), Plain::Real(number)) => number < least,
            _ => false,
        })
    }

    #[expect(clippy::cast_precision_loss, reason = "bounds of whole numbers are whole")]
    pub(super) fn above(&self, number: Plain<'_>) -> Option<Bound> {
        self.most.filter(|most| match (*most, number) {
            (Bound::Whole(most), Plain::Whole(number)) => number > most,
            (Bound::Real(most), Plain::Whole(number)) => (number as f64) > most,
            (Bound::Whole(most), Plain::Real(number)) => number > most as f64,
            (Bound::Real(most), Plain::Real(number)) => number > most,
            _ => false,
        })
    }

    fn has(&self, number: Plain<'_>) -> bool {
        self.below(number).is_none() && self.above(number).is_none()
    }
}

impl<U: Unit> Decode for U {
    const SHAPE: Shape = Shape::Text(const { &Format::of::<U>() });

    fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
        U::parse(value.get_ref().as_str()?).ok()
    }
}

impl Decode for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
        value.get_ref().as_bool()
    }
}

/// A whole number within the limits of its key.
fn whole(value: &DeValue<'_>, shape: &Shape) -> Option<i64> {
    let number = plain(value);
    match (shape, number) {
        (Shape::Integer { range, .. }, Plain::Whole(whole)) => range.has(number).then_some(whole),
        _ => None,
    }
}

impl Decode for u32 {
    const SHAPE: Shape =
        Shape::Integer { width: Some("uint32"), range: Range { least: Some(Bound::Whole(0)), most: None } };

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        whole(value.get_ref(), shape)?.try_into().ok()
    }
}

impl Decode for Port {
    const SHAPE: Shape =
        Shape::Integer { width: None, range: Range { least: Some(Bound::Whole(1)), most: Some(Bound::Whole(65535)) } };

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        Self::of(whole(value.get_ref(), shape)?.try_into().ok()?)
    }
}

impl Decode for Cpus {
    const SHAPE: Shape = Shape::Number {
        range: Range { least: Some(Bound::Real(0.01)), most: Some(Bound::Whole(4096)) },
        examples: &[Bound::Real(0.5), Bound::Whole(4)],
    };

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        let Shape::Number { range, .. } = shape else { return None };
        let number = plain(value.get_ref());
        match number {
            _ if !range.has(number) => None,
            Plain::Whole(cpus) => Self::whole(cpus),
            Plain::Real(cpus) => Self::real(cpus),
            _ => None,
        }
    }
}

impl Decode for IpAddr {
    const SHAPE: Shape = Address::SHAPE;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        Address::decode(value, shape).map(Address::get)
    }
}

fn subnet(text: &str) -> Result<IpNet, UnitError> {
    let net: IpNet =
        text.parse().map_err(|_| UnitError("this is not an address, `/` and a prefix length".to_owned()))?;
    if net.addr() == net.network() {
        return Ok(net);
    }
    Err(UnitError(format!("the address has bits set beyond the prefix: write {}", net.trunc())))
}

impl Decode for IpNet {
    const SHAPE: Shape = Shape::Text(&Format {
        name: "subnet",
        expects: "a subnet, like `172.20.0.0/16`",
        examples: &["172.20.0.0/16"],
        rule: None,
        check: |text| subnet(text).map(drop),
    });

    fn decode(value: &Spanned<DeValue<'_>>, _: &Shape) -> Option<Self> {
        subnet(value.get_ref().as_str()?).ok()
    }
}

impl<T: Decode> Decode for At<T> {
    const SHAPE: Shape = T::SHAPE;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        Some(Self::new(T::decode(value, shape)?, Origin::Written(value.span().into())))
    }
}

impl<T: Decode> Decode for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const REQUIRED: bool = false;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        T::decode(value, shape).map(Some)
    }

    fn absent(_: Span) -> Option<Self> {
        Some(None)
    }
}

/// A text that is unique to the value.
fn canonical(value: &DeValue<'_>, into: &mut String) {
    match plain(value) {
        Plain::Text(text) => into.push_str(&format!("{text:?}")),
        Plain::Whole(number) => into.push_str(&number.to_string()),
        Plain::Real(number) => into.push_str(&format!("{number:?}")),
        Plain::Bool(boolean) => into.push_str(&boolean.to_string()),
        Plain::Nothing => into.push('-'),
        Plain::List(items) => {
            into.push('[');
            for item in items {
                canonical(item.get_ref(), into);
                into.push(',');
            }
            into.push(']');
        }
        Plain::Table(table) => {
            let mut entries: Vec<_> = table.iter().map(|(key, value)| (key.get_ref(), value)).collect();
            entries.sort_by(|one, other| one.0.cmp(other.0));
            into.push('{');
            for (key, value) in entries {
                into.push_str(&format!("{key:?}:"));
                canonical(value.get_ref(), into);
                into.push(',');
            }
            into.push('}');
        }
    }
}

/// Whether a list has a duplicate entry.
pub(super) fn has_twins(items: &[Spanned<DeValue<'_>>]) -> bool {
    let mut seen = BTreeSet::new();
    items.iter().any(|item| {
        let mut text = String::new();
        canonical(item.get_ref(), &mut text);
        !seen.insert(text)
    })
}

impl<T: Decode> Decode for Vec<T> {
    const SHAPE: Shape = Shape::List { each: &T::SHAPE, least: 0, distinct: false };
    const REQUIRED: bool = false;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        let items = value.get_ref().as_array()?;
        if let Shape::List { least, distinct, .. } = shape
            && (items.len() < *least || (*distinct && has_twins(items)))
        {
            return None;
        }
        items.iter().map(|item| T::decode(item, &T::SHAPE)).collect()
    }

    fn absent(_: Span) -> Option<Self> {
        Some(Self::new())
    }
}
