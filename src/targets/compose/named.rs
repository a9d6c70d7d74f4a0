//! What a service refers to by name, and its digest: two modes share the definition of a service if these are the
//! same too.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::node::{Entry, Key, Map};
use crate::artifact::Digest;
use crate::model::{Container, Stack};

/// What the services of one mode refer to by name: the files that they read, by the path without modes, and what the
/// Compose file defines besides services.
pub(super) struct Named {
    files: IndexMap<String, Config, FixedState>,
    pub(super) networks: Definitions,
    pub(super) secrets: Definitions,
}

/// What services refer to, with the digest of each.
pub(super) struct Definitions {
    pub(super) map: Map,
    digests: BTreeMap<Key, Digest>,
}

impl Definitions {
    fn new(map: Map) -> Self {
        let digest =
            |(name, entry): (&Key, &Entry)| (name.clone(), Sha256::digest(entry.value.to_json().to_string()).into());
        Self { digests: map.0.iter().map(digest).collect(), map }
    }

    /// The digest of a definition; for an undefined name, that of an empty text.
    pub(super) fn digest(&self, name: &str) -> Digest {
        self.digests.get(name).copied().unwrap_or_else(|| Sha256::digest("").into())
    }
}

/// A file of a mode: if the mode changes it, it has a different name.
#[derive(PartialEq)]
pub(super) struct Config {
    pub(super) path: Utf8PathBuf,
    pub(super) digest: Digest,
}

impl Named {
    /// These definitions, without files.
    pub(super) fn new(networks: Map, secrets: Map) -> Self {
        Self { files: IndexMap::default(), networks: Definitions::new(networks), secrets: Definitions::new(secrets) }
    }

    pub(super) fn insert(&mut self, usual: Utf8PathBuf, path: Utf8PathBuf, digest: Digest) {
        self.files.insert(usual.into_string(), Config { path, digest });
    }

    /// The position of a file among those that were inserted, and the file.
    pub(super) fn at(&self, usual: &str) -> Option<(usize, &Config)> {
        self.files.get_full(usual).map(|(at, _, config)| (at, config))
    }

    pub(super) fn file(&self, usual: &str) -> Option<&Config> {
        self.files.get(usual)
    }

    /// Whether what a container refers to by name is the same in another mode.
    pub(super) fn is_same_for(&self, of: &Container, other: &Self) -> bool {
        of.run.files.iter().all(|file| self.file(&file.path) == other.file(&file.path))
            && of
                .networks
                .iter()
                .map(|name| name.as_str())
                .all(|name| self.networks.digest(name) == other.networks.digest(name))
            && of
                .secrets
                .iter()
                .map(|name| name.as_str())
                .all(|name| self.secrets.digest(name) == other.secrets.digest(name))
    }
}

/// The services of the base, whose definitions a mode reuses if it does not change them.
pub(super) struct OfBase<'b> {
    pub(super) stack: &'b Stack,
    pub(super) named: &'b Named,
    pub(super) services: &'b Map,
}
