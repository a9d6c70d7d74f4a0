//! The changes of the input that a finding proposes. `document::edit` applies them.

use super::Placed;
use crate::origin::{Origin, Span};
use crate::units::{Bytes, Cpus};

/// A change of the input that removes the cause of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in plain words: `use the majority`.
    pub what: String,
    /// Whether it is applied without asking: the meaning stays the same, or what was meant is certain.
    pub safe: bool,
    /// The changes, all of them or none.
    pub edits: Vec<Edit>,
}

/// One change of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces the value at this place.
    Set(Span, Value),
    /// Adds a key to the table at this place, or with a dotted key to a table below it.
    Insert(Span, String, Value),
    /// Renames the key of the value at this place.
    Rename(Span, String),
    /// Removes the value at this place, with its key if it has one.
    Remove(Span),
    /// Adds a value to the array at this place.
    Push(Span, Value),
}

/// A value that a fix writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Integer(i64),
    /// A number of CPUs that is not whole.
    Cpus(Cpus),
    /// A string.
    Text(String),
    /// A boolean.
    Bool(bool),
    /// A list of strings.
    List(Vec<String>),
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Bytes> for Value {
    fn from(size: Bytes) -> Self {
        Self::Text(size.human())
    }
}

impl From<Cpus> for Value {
    fn from(cpus: Cpus) -> Self {
        match cpus.get() {
            thousandths if thousandths.is_multiple_of(1000) => Self::from(thousandths / 1000),
            _ => Self::Cpus(cpus),
        }
    }
}

impl From<bool> for Value {
    fn from(boolean: bool) -> Self {
        Self::Bool(boolean)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Vec<String>> for Value {
    fn from(list: Vec<String>) -> Self {
        Self::List(list)
    }
}

impl Fix {
    fn new(what: &str, safe: bool) -> Self {
        Self { what: what.to_owned(), safe, edits: Vec::new() }
    }

    /// A fix that is certain.
    #[must_use]
    pub fn safe(what: &str) -> Self {
        Self::new(what, true)
    }

    /// A fix that a person has to accept.
    #[must_use]
    pub fn suggested(what: &str) -> Self {
        Self::new(what, false)
    }

    /// Sets the value at a place. If it is a default, the key is added to its table. A key like `resources.memory`
    /// works whether that table exists or not.
    #[must_use]
    pub fn set(mut self, place: &impl Placed, key: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        self.edits.push(match place.placed() {
            Origin::Written(span) => Edit::Set(span, value),
            Origin::Default { near, .. } => Edit::Insert(near, key.to_owned(), value),
        });
        self
    }

    /// Renames the key of the value at a place.
    #[must_use]
    pub fn rename(mut self, place: &impl Placed, key: &str) -> Self {
        self.edits.push(Edit::Rename(place.placed().span(), key.to_owned()));
        self
    }

    /// Removes the value at a place.
    #[must_use]
    pub fn remove(mut self, place: &impl Placed) -> Self {
        self.edits.push(Edit::Remove(place.placed().span()));
        self
    }

    /// Adds a value to the list at a place.
    #[must_use]
    pub fn push(mut self, place: &impl Placed, value: impl Into<Value>) -> Self {
        self.edits.push(Edit::Push(place.placed().span(), value.into()));
        self
    }
}
