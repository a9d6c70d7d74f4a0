//! YAML text. The writer is ours: each line knows its origin, and every string that any reader of
//! YAML 1.1 or 1.2 could take for something else is quoted. `verify` re-reads it with a library.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::fast::FixedState;
use indexmap::IndexMap;

use crate::artifact::Artifact;
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
    /// In place of the base's value.
    Override,
    /// Removes the base's value.
    Reset,
}

/// An entry of a mapping.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The value.
    pub value: Node,
    /// The place that made it.
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

/// A key of a mapping: most are constants.
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

    /// Adds an entry that a place made.
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

    /// What a mapping has under a key.
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

    fn is_scalar(&self) -> bool {
        match self {
            Self::Map(map) => map.0.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => true,
        }
    }

    /// Writes a scalar, or what has no entries.
    fn write_scalar(&self, out: &mut String) {
        match self {
            Self::Map(_) => out.push_str("{}"),
            Self::List(_) => out.push_str("[]"),
            Self::Text(text) => quote(out, text),
            Self::Int(number) => out.push_str(&number.to_string()),
            Self::Bool(boolean) => out.push_str(if *boolean { "true" } else { "false" }),
            Self::Null => out.push_str("null"),
        }
    }
}

/// Words that YAML 1.1 readers take for booleans or null.
const WORDS: &[&str] = &["y", "yes", "n", "no", "true", "false", "on", "off", "null"];

/// Writes a string as a YAML scalar: bare only where no reader can take it for anything else.
fn quote(out: &mut String, text: &str) {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        || text.starts_with("./")
        || text.starts_with("../");
    let inside = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_.-".contains(&byte));
    let word = || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    if starts && inside && !word() {
        out.push_str(text);
        return;
    }
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) && u32::from(c) > 0xffff => out.push_str(&format!("\\U{:08X}", u32::from(c))),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn needs_escape(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{200e}' | '\u{200f}')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn indented(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Writes a mapping below the lines that are there.
pub(super) fn write(file: &mut Artifact, map: &Map, indent: usize) {
    entries(file, map, indent, false);
}

/// Writes the entries of a mapping; those of an item of a list begin with its hyphen, in place of two blanks.
fn entries(file: &mut Artifact, map: &Map, indent: usize, is_item: bool) {
    for (at, (key, Entry { value, origin, tag })) in map.0.iter().enumerate() {
        file.written(*origin, |out| {
            if is_item && at == 0 {
                indented(out, indent.saturating_sub(2));
                out.push_str("- ");
            } else {
                indented(out, indent);
            }
            quote(out, key);
            out.push_str(match tag {
                Tag::Reset => ": !reset null",
                Tag::Override => ": !override",
                Tag::Merge => ":",
            });
            if *tag != Tag::Reset && value.is_scalar() {
                out.push(' ');
                value.write_scalar(out);
            }
        });
        if *tag != Tag::Reset && !value.is_scalar() {
            nested(file, value, indent + 2, *origin);
        }
    }
}

fn nested(file: &mut Artifact, value: &Node, indent: usize, origin: Option<Origin>) {
    match value {
        Node::Map(map) => entries(file, map, indent, false),
        Node::List(items) => items.iter().for_each(|item| list_item(file, item, indent, origin)),
        scalar => file.written(origin, |out| {
            indented(out, indent);
            scalar.write_scalar(out);
        }),
    }
}

fn list_item(file: &mut Artifact, item: &Node, indent: usize, origin: Option<Origin>) {
    match item {
        Node::Map(map) if !map.0.is_empty() => entries(file, map, indent + 2, true),
        other => file.written(origin, |out| {
            indented(out, indent);
            out.push_str("- ");
            other.write_scalar(out);
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        quote(&mut out, text);
        out
    }

    #[test]
    fn what_a_reader_could_mistake_is_quoted() {
        for text in [
            "yes",
            "NO",
            "on",
            "22:22",
            "0755",
            "1e3",
            "~",
            "",
            " a",
            "a: b",
            "#x",
            "a #b",
            "- a",
            "null",
            "1_000",
            "2026-01-01",
            ".5",
            ".inf",
            "=",
            "<<",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
        ] {
            assert!(quoted(text).starts_with('"'), "{text}");
        }
        for text in ["odoo19_db", "/var/lib/odoo", "./redis/start.sh", "unless-stopped"] {
            assert_eq!(quoted(text), text);
        }
        assert_eq!(quoted("a\"\\\n\u{85}"), "\"a\\\"\\\\\\n\\u0085\"");
    }
}
