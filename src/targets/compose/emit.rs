//! Every file of a deployment for Compose, and what Compose must make of them.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use foldhash::fast::FixedState;
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::node::{Entry, Key, Map, Node};
use super::witness::Projects;
use super::{document, template};
use crate::artifact::{Artifact, Digest};
use crate::model::{Container, Deployment, Stack};
use crate::targets::MANIFEST;
use crate::targets::git::{attributes, ignore};
use crate::units::ModeName;

/// What a service of one mode only names: the files that it reads, by their usual path, and what the Compose file defines
/// besides services.
pub(super) struct Named {
    files: IndexMap<String, Config, FixedState>,
    pub(super) networks: Definitions,
    pub(super) secrets: Definitions,
}

/// What services name, and the digest of each.
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

    /// The digest of a definition; what is not defined has that of nothing.
    pub(super) fn digest(&self, name: &str) -> Digest {
        self.digests.get(name).copied().unwrap_or_else(|| Sha256::digest("").into())
    }
}

/// A file as a mode has it: where the mode changes it, it has a name of its own.
#[derive(PartialEq)]
pub(super) struct Config {
    pub(super) path: Utf8PathBuf,
    pub(super) digest: Digest,
}

impl Named {
    fn by(stack: &Stack) -> Self {
        let (networks, secrets) = (document::networks(stack), document::secrets(stack));
        Self { files: IndexMap::default(), networks: Definitions::new(networks), secrets: Definitions::new(secrets) }
    }

    fn insert(&mut self, usual: Utf8PathBuf, path: Utf8PathBuf, digest: Digest) {
        self.files.insert(usual.into_string(), Config { path, digest });
    }

    pub(super) fn file(&self, usual: &str) -> Option<&Config> {
        self.files.get(usual)
    }

    /// Whether what a container only names is the same in another mode.
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

/// The services of the base, whose definitions a mode takes where it changes nothing in them.
pub(super) struct OfBase<'b> {
    pub(super) stack: &'b Stack,
    pub(super) named: &'b Named,
    pub(super) services: &'b Map,
}

/// What is emitted for a deployment.
#[derive(Debug)]
pub struct Emitted {
    /// Every file, in the order of the summary.
    pub artifacts: Vec<Artifact>,
    /// What Compose must make of the files, for each mode; the first is the base.
    pub expected: Vec<(Option<ModeName>, Node)>,
    /// What the override of each of them says, in the same order; nothing where it changes nothing.
    pub overlays: Vec<Option<Node>>,
}

impl Emitted {
    /// The files, and what Compose must make of them.
    #[must_use]
    pub fn into_parts(self) -> (Vec<Artifact>, Projects) {
        (self.artifacts, Projects(self.expected))
    }
}

/// The path of a file that a mode changes.
#[must_use]
pub fn in_mode(path: &Utf8Path, mode: &ModeName) -> Utf8PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let name = path.extension().map_or_else(
        || format!("{stem}.{}", mode.as_str()),
        |extension| format!("{stem}.{}.{extension}", mode.as_str()),
    );
    path.with_file_name(name)
}

/// Every file of a deployment: the base, and what each mode changes.
#[must_use]
pub fn emit(deployment: Deployment<'_>, input: &str) -> Emitted {
    let Deployment { base, modes } = deployment;
    let mut artifacts = base.files(input);
    let mut of_base = Named::by(base);
    for file in &artifacts {
        of_base.insert(file.path.clone(), file.path.clone(), file.digest());
    }
    let base_node = document::document(base, &of_base, None);
    let mut files = vec![document::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    let mut overlays = vec![None];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut of_mode = Named::by(stack);
        for mut file in stack.files(input) {
            let usual = file.path.clone();
            let of_base =
                of_base.files.get_full(usual.as_str()).map(|(at, _, config)| (artifacts.get(at), config.digest));
            if let Some((_, digest)) =
                of_base.filter(|(other, _)| other.is_some_and(|other| other.text() == file.text()))
            {
                of_mode.insert(usual.clone(), usual, digest);
                continue;
            }
            file.path = in_mode(&usual, mode);
            of_mode.insert(usual, file.path.clone(), file.digest());
            artifacts.push(file);
        }
        let services = expected.first().and_then(|(_, base): &(_, Node)| base.get("services")?.as_map());
        let below = services.map(|services| OfBase { stack: base, named: &of_base, services });
        let node = document::document(stack, &of_mode, below.as_ref());
        let overlay = expected.first().and_then(|(_, base)| document::overlay(base, &node));
        let overlay_name = overlay.as_ref().map(|overlay| {
            let name = format!("docker-compose.{}.yml", mode.as_str());
            files.push(document::file(overlay, &name, input));
            name
        });
        overlays.push(overlay);
        files.push(template::template(stack, overlay_name.as_deref(), input));
        expected.push((Some(mode.clone()), node));
    }
    if modes.is_empty() {
        files.push(template::template(base, None, input));
    }
    files.extend(artifacts);
    files.push(ignore::emit(deployment.stacks(), input));
    files.push(attributes::emit(&files, MANIFEST, input));
    Emitted { artifacts: files, expected, overlays }
}
