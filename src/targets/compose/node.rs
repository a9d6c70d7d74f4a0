//! The tree of a Compose project, with the origin of each line and how it acts on a base.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::origin::{At, Origin};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A mapping, in the order of the file. Modes share what they do not change.
    Map(Arc<Map>),
    /// A sequence.
    List(Vec<Node>),
    /// A string.
    Text(String),
    /// A number.
    Int(u64),
    /// A boolean.
    Bool(bool),
    /// Nothing.
    Null,
}

/// How an entry of an override acts on the base (Compose Specification, 13-merge).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// As Compose merges it.
    Merge,
    /// Replaces the base's value.
    Override,
    /// Removes the base's value.
    Reset,
}

/// An entry of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The value.
    pub value: Node,
    /// Its origin.
    pub origin: Option<Origin>,
    /// How it acts on a base.
    pub tag: Tag,
}

impl Eq for Entry {}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && self.tag == other.tag
    }
}

/// A mapping.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Map(pub IndexMap<Key, Entry, FixedState>);

/// A key of a mapping; most are constants.
pub type Key = Cow<'static, str>;

impl Map {
    /// An empty mapping.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds an entry that every stack has.
    pub(super) fn put(&mut self, key: impl Into<Key>, value: impl Into<Node>) {
        self.entry(key, value, None, Tag::Merge);
    }

    /// Adds an entry with an origin.
    pub(super) fn put_at(&mut self, key: impl Into<Key>, value: impl Into<Node>, origin: Origin) {
        self.entry(key, value, Some(origin), Tag::Merge);
    }

    /// Adds an entry, if there is a value.
    pub(super) fn put_some<T, N: Into<Node>>(
        &mut self,
        key: &'static str,
        value: Option<&At<T>>,
        to: impl Fn(&T) -> N,
    ) {
        if let Some(value) = value {
            self.put_at(key, to(value), value.origin());
        }
    }

    /// Adds an entry, if the mapping or list has entries.
    pub(super) fn put_filled(&mut self, key: &'static str, value: impl Into<Node>) {
        let value = value.into();
        let empty = matches!(&value, Node::Map(map) if map.0.is_empty())
            || matches!(&value, Node::List(list) if list.is_empty());
        if !empty {
            self.put(key, value);
        }
    }

    pub(super) fn entry(&mut self, key: impl Into<Key>, value: impl Into<Node>, origin: Option<Origin>, tag: Tag) {
        self.0.insert(key.into(), Entry { value: value.into(), origin, tag });
    }
}

impl From<Map> for Node {
    fn from(map: Map) -> Self {
        Self::Map(Arc::new(map))
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Node {
    fn from(number: u64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Node {
    fn from(boolean: bool) -> Self {
        Self::Bool(boolean)
    }
}

impl<N: Into<Node>> From<Vec<N>> for Node {
    fn from(list: Vec<N>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}

impl Node {
    /// The mapping, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The items, if it is a sequence.
    #[must_use]
    pub fn as_list(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key, if it is a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_map()?.0.get(key).map(|entry| &entry.value)
    }

    /// The value as JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Map(map) => map.0.iter().map(|(key, entry)| (key.to_string(), entry.value.to_json())).collect(),
            Self::List(items) => items.iter().map(Self::to_json).collect(),
            Self::Text(text) => text.clone().into(),
            Self::Int(number) => (*number).into(),
            Self::Bool(boolean) => (*boolean).into(),
            Self::Null => serde_json::Value::Null,
        }
    }
}
