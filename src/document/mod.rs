//! The input as a tree whose every key and value knows its place.

mod credentials;
pub mod edit;
mod mask;
mod merge;
mod tree;

pub use credentials::Credential;
pub use mask::{Hidden, Masked};
pub use mask::{hide_credentials, steers};
pub use tree::{Found, kind_of, path_at, to_json};

use std::cell::OnceCell;
use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::origin::Span;
use crate::redactor::Redactor;
use crate::source::Source;
use crate::units::{OutputPath, Unit as _};

/// A parsed input.
#[derive(Debug)]
pub struct Document<'s> {
    text: &'s str,
    /// The tree; with syntax errors, what could be read of it.
    pub root: Spanned<DeTable<'s>>,
    credentials: OnceCell<Vec<Credential>>,
}

impl<'s> Document<'s> {
    /// Parses an input: the tree, and every syntax error.
    #[must_use]
    pub fn parse(source: &'s Source) -> (Self, Vec<Diagnostic>) {
        let (root, errors) = DeTable::parse_recoverable(source.text());
        let end = source.text().len();
        let found = errors
            .into_iter()
            .map(|error| {
                let place = error.span().map_or(Span { start: end, end }, Span::from);
                Diagnostic::error("toml-syntax", &place, error.message().trim().to_owned())
            })
            .collect();
        (Self { text: source.text(), root, credentials: OnceCell::new() }, found)
    }

    /// Strings that look like credentials, and where.
    #[must_use]
    pub fn credentials(&self) -> &[Credential] {
        self.credentials.get_or_init(|| credentials::find(self.root.get_ref(), self.text))
    }

    /// Everything in it that no output may show: its credentials, and the strings that hold one of these values in any
    /// spelling.
    #[must_use]
    pub fn hidden(&self, values: &Redactor) -> Hidden {
        let mut places = Vec::new();
        tree::strings(self.root.get_ref(), &mut |span, text| places.extend(values.finds_in(text).then_some(span)));
        Hidden { credentials: self.credentials().to_vec(), places, values: values.clone() }
    }

    /// The names of the modes, in the order of the file.
    #[must_use]
    pub fn modes(&self) -> Vec<String> {
        let modes = self.root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
        modes.map(|modes| modes.keys().map(|name| name.get_ref().to_string()).collect()).unwrap_or_default()
    }

    /// The folder of the stack's files below the output folder, where the input says one.
    #[must_use]
    pub fn output(&self) -> Option<OutputPath> {
        let stack = self.root.get_ref().get("stack")?.get_ref().as_table()?;
        OutputPath::parse(stack.get("output")?.get_ref().as_str()?).ok()
    }

    /// The subnets that `[networks]` fixes, by the networks' names.
    #[must_use]
    pub fn subnets(&self) -> Vec<(String, ipnet::IpNet)> {
        let networks = self.root.get_ref().get("networks").and_then(|networks| networks.get_ref().as_table());
        let subnet =
            |value: &Spanned<DeValue<'_>>| value.get_ref().as_table()?.get("subnet")?.get_ref().as_str()?.parse().ok();
        let network = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = name.get_ref();
            Some((name.to_string(), subnet(value)?))
        };
        networks.into_iter().flatten().filter_map(network).collect()
    }

    /// Every key of the tree, at any depth.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        tree::keys(self.root.get_ref(), &mut keys);
        keys
    }

    /// The keys that lead to a place of the input: `["redis", "resources", "memory"]`.
    #[must_use]
    pub fn path_at(&self, span: Span) -> Option<Vec<String>> {
        path_at(self.root.get_ref(), span)
    }

    /// What cannot stand in a mode: the stack's own sections, and a name that Compose would load.
    #[must_use]
    pub fn misplaced_in_modes(&self) -> Vec<Diagnostic> {
        let modes = self.root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
        let mut found = Vec::new();
        for (name, mode) in modes.into_iter().flatten() {
            if name.get_ref() == "override" {
                let message = "Compose loads docker-compose.override.yml by itself: a mode cannot have this name";
                found.push(Diagnostic::error("bad-name", &Span::from(name.span()), message));
            }
            for (key, _) in mode.get_ref().as_table().into_iter().flatten() {
                if ["stack", "modes", "rules"].contains(&key.get_ref().as_ref()) {
                    let message = format!("a mode cannot set `{}` anew", key.get_ref());
                    found.push(Diagnostic::error("unknown-key", &Span::from(key.span()), message));
                }
            }
        }
        found
    }

    /// The tree without what modes set anew.
    #[must_use]
    pub fn base(&self) -> Spanned<DeTable<'s>> {
        merge::base(&self.root)
    }

    /// The tree with what the mode sets anew.
    #[must_use]
    pub fn of_mode(&self, mode: &str) -> Spanned<DeTable<'s>> {
        merge::of_mode(&self.root, mode)
    }
}
