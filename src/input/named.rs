//! Tables whose keys are names.

use std::hash::Hash;
use std::ops::Deref;

use indexmap::IndexMap;
use toml::Spanned;
use toml::de::DeValue;

use super::decode::Decode;
use super::shape::{Format, Shape};
use crate::origin::{At, Origin, Span};
use crate::units::Unit;

/// Entries by name, in the order of the input.
#[derive(Debug, Clone)]
pub struct Named<K, V>(IndexMap<K, At<V>>);

impl<K: Eq + Hash, V: PartialEq> PartialEq for Named<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K, V> Default for Named<K, V> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<K, V> Deref for Named<K, V> {
    type Target = IndexMap<K, At<V>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<K: Unit + Eq + Hash, V: Decode> Decode for Named<K, V> {
    const SHAPE: Shape = Shape::Entries { names: const { &Format::of::<K>() }, each: &V::SHAPE, least: 0 };
    const REQUIRED: bool = false;

    fn decode(value: &Spanned<DeValue<'_>>, shape: &Shape) -> Option<Self> {
        let table = value.get_ref().as_table()?;
        if matches!(shape, Shape::Entries { least, .. } if table.len() < *least) {
            return None;
        }
        let mut entries = IndexMap::with_capacity(table.len());
        for (key, value) in table {
            let decoded = V::decode(value, &V::SHAPE)?;
            entries.insert(K::parse(key.get_ref()).ok()?, At::new(decoded, Origin::Written(value.span().into())));
        }
        Some(Self(entries))
    }

    fn absent(_: Span) -> Option<Self> {
        Some(Self::default())
    }
}
