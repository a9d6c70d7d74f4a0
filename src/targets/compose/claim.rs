//! What is said of a thing in a Compose project, as it is compared: without its spelling, and without the order of mappings.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::yaml::Node;

/// What is said of a thing, by what it is about. A thing is a service, a network, a secret or the project.
pub(super) type Claims<'n> = BTreeMap<Cow<'n, str>, Claim<'n>>;

/// A value that is said.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Claim<'n> {
    Nothing,
    Flag(bool),
    Number(u64),
    Text(Cow<'n, str>),
    List(Vec<Self>),
    Map(BTreeMap<Cow<'n, str>, Self>),
}

impl<'n> Claim<'n> {
    /// What a value says: Compose reads `$$` as `$`.
    pub(super) fn of(node: &'n Node) -> Self {
        match node {
            Node::Null => Self::Nothing,
            Node::Bool(flag) => Self::Flag(*flag),
            Node::Int(number) => Self::Number(*number),
            Node::Text(text) => Self::Text(unescaped(text)),
            Node::List(items) => Self::List(items.iter().map(Self::of).collect()),
            Node::Map(map) => {
                Self::Map(map.0.iter().map(|(key, entry)| (Cow::Borrowed(&**key), Self::of(&entry.value))).collect())
            }
        }
    }

    /// Texts, in their order.
    pub(super) fn sorted<T: Into<Cow<'n, str>>>(texts: impl IntoIterator<Item = T>) -> Self {
        let mut texts: Vec<Cow<'_, str>> = texts.into_iter().map(Into::into).collect();
        texts.sort_unstable();
        Self::List(texts.into_iter().map(Self::Text).collect())
    }

    /// Whether it is a list without items.
    pub(super) fn is_empty_list(&self) -> bool {
        matches!(self, Self::List(items) if items.is_empty())
    }
}

/// Compose reads `$$` as `$`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains("$$") { text.replace("$$", "$").into() } else { text.into() }
}

impl From<bool> for Claim<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Claim<'_> {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Claim<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<'n> From<&'n str> for Claim<'n> {
    fn from(text: &'n str) -> Self {
        Self::Text(text.into())
    }
}

impl<T: Into<Self>> FromIterator<T> for Claim<'_> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
