//! Every file of a deployment for Compose, and what Compose must make of them.

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use super::yaml::{Map, Node};
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
    pub(super) networks: Map,
    pub(super) secrets: Map,
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
        Self { files: IndexMap::new(), networks: document::networks(stack), secrets: document::secrets(stack) }
    }

    /// Adds a file. A comment is nothing to its reader: the input's name stands in one.
    fn insert(&mut self, usual: Utf8PathBuf, path: Utf8PathBuf, text: &str) {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let digest = lines.fold(Sha256::new(), |whole, line| whole.chain_update(line).chain_update("\n"));
        self.files.insert(usual, Config { path, digest: digest.finalize().into() });
    }

    pub(super) fn file(&self, usual: &str) -> Option<&Config> {
        self.files.get(Utf8Path::new(usual))
    }
}

/// The digest of a definition.
pub(super) fn definition(map: &Map, name: &str) -> Digest {
    let definition = map.0.get(name).map(|entry| entry.value.to_json().to_string());
    Sha256::digest(definition.unwrap_or_default()).into()
}

/// What is emitted for a deployment.
#[derive(Debug)]
pub struct Emitted {
    /// Every file, in the order of the summary.
    pub artifacts: Vec<Artifact>,
    /// What Compose must make of the files, for each mode; the first is the base.
    pub expected: Vec<(Option<ModeName>, Node)>,
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
        of_base.insert(file.path.clone(), file.path.clone(), &file.text());
    }
    let base_node = document::document(base, &of_base);
    let mut files = vec![document::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut of_mode = Named::by(stack);
        for mut file in stack.files(input) {
            let (usual, text) = (file.path.clone(), file.text());
            if artifacts.iter().any(|other| other.path == usual && other.text() == text) {
                of_mode.insert(usual.clone(), usual, &text);
                continue;
            }
            file.path = in_mode(&usual, mode);
            of_mode.insert(usual, file.path.clone(), &text);
            artifacts.push(file);
        }
        let node = document::document(stack, &of_mode);
        let overlay = expected.first().and_then(|(_, base)| document::overlay(base, &node));
        let overlay_name = overlay.map(|overlay| {
            let name = format!("docker-compose.{}.yml", mode.as_str());
            files.push(document::file(&overlay, &name, input));
            name
        });
        files.push(template::template(stack, overlay_name.as_deref(), input));
        expected.push((Some(mode.clone()), node));
    }
    if modes.is_empty() {
        files.push(template::template(base, None, input));
    }
    files.extend(artifacts);
    files.push(ignore::emit(deployment.stacks(), input));
    files.push(attributes::emit(&files, MANIFEST, input));
    Emitted { artifacts: files, expected }
}
