//! Every file of a deployment for Compose, and what Compose must make of them.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::witness::Projects;
use super::yaml::{Entry, Key, Map, Node};
use super::{document, template};
use crate::artifact::Artifact;
use crate::model::{Deployment, Stack};
use crate::targets::MANIFEST;
use crate::targets::git::{attributes, ignore};
use crate::units::ModeName;

/// What a service of one mode only names: the files that it reads, by their usual path, and what the Compose file defines
/// besides services.
pub(super) struct Named {
    files: IndexMap<Utf8PathBuf, Config>,
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
pub(super) struct Config {
    pub(super) path: Utf8PathBuf,
    pub(super) digest: Digest,
}

/// The SHA-256 of a text.
pub(super) type Digest = [u8; 32];

impl Named {
    fn by(stack: &Stack) -> Self {
        let (networks, secrets) = (document::networks(stack), document::secrets(stack));
        Self { files: IndexMap::new(), networks: Definitions::new(networks), secrets: Definitions::new(secrets) }
    }

    fn insert(&mut self, usual: Utf8PathBuf, path: Utf8PathBuf, digest: Digest) {
        self.files.insert(usual, Config { path, digest });
    }

    pub(super) fn file(&self, usual: &str) -> Option<&Config> {
        self.files.get(Utf8Path::new(usual))
    }
}

/// The digest of what the reader of a file sees. A comment is nothing to it: the input's name stands in one.
pub(super) fn digest(file: &Artifact) -> Digest {
    let lines = file.lines.iter().map(|line| line.text.as_str()).filter(|line| !line.starts_with('#'));
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    Sha256::digest(text).into()
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
        of_base.insert(file.path.clone(), file.path.clone(), digest(file));
    }
    let base_node = document::document(base, &of_base);
    let mut files = vec![document::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    let mut overlays = vec![None];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut of_mode = Named::by(stack);
        for mut file in stack.files(input) {
            let usual = file.path.clone();
            let of_base = of_base.files.get_full(&usual).map(|(at, _, config)| (artifacts.get(at), config.digest));
            if let Some((_, digest)) = of_base.filter(|(other, _)| other.is_some_and(|other| other.has_text_of(&file)))
            {
                of_mode.insert(usual.clone(), usual, digest);
                continue;
            }
            file.path = in_mode(&usual, mode);
            of_mode.insert(usual, file.path.clone(), digest(&file));
            artifacts.push(file);
        }
        let node = document::document(stack, &of_mode);
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
