//! The input as a tree whose every key and value knows its place.

mod credentials;
pub mod edit;
mod forms;
mod mask;
mod merge;
mod tree;

pub use credentials::Credential;
pub use forms::credential_form;
pub use mask::Masked;
pub use mask::hide_credentials;
pub use tree::{Found, kind_of, path_at, to_json};

use std::collections::BTreeSet;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::origin::Span;
use crate::source::Source;

/// A parsed input.
#[derive(Debug)]
pub struct Document<'s> {
    /// The tree; with syntax errors, what could be read of it.
    pub root: Spanned<DeTable<'s>>,
    /// Strings that look like credentials, and where.
    pub credentials: Vec<Credential>,
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
        let credentials = credentials::find(root.get_ref());
        (Self { root, credentials }, found)
    }

    /// The names of the modes, in the order of the file.
    #[must_use]
    pub fn modes(&self) -> Vec<String> {
        let modes = self.root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
        modes.map(|modes| modes.keys().map(|name| name.get_ref().to_string()).collect()).unwrap_or_default()
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
