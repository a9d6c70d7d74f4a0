//! What the services of a project refer to by name, and the digest of it in their labels.

use std::collections::BTreeMap;
use std::rc::Rc;

use camino::Utf8Path;
use sha2::{Digest as _, Sha256};

use super::emit::in_mode;
use super::node::Node;
use crate::artifact::{Artifact, Digest, hex};
use crate::model::{Container, Stack};

/// The generated files by path, and the definitions of a project by name.
pub(super) struct Files<'f> {
    by_path: Rc<BTreeMap<&'f str, &'f Artifact>>,
    networks: BTreeMap<&'f str, Digest>,
    secrets: BTreeMap<&'f str, Digest>,
}

impl<'f> Files<'f> {
    pub(super) fn of(artifacts: &'f [Artifact]) -> Self {
        let by_path = artifacts.iter().map(|file| (file.path.as_str(), file)).collect();
        let by_path = Rc::new(by_path);
        Self { by_path, networks: BTreeMap::new(), secrets: BTreeMap::new() }
    }

    /// The same files, with the definitions of a project.
    pub(super) fn with(&self, project: &'f Node) -> Self {
        let (networks, secrets) = (definitions(project, "networks"), definitions(project, "secrets"));
        Self { by_path: Rc::clone(&self.by_path), networks, secrets }
    }

    /// The file of a stack that has this path unless a mode changes it.
    pub(super) fn in_stack(&self, usual: &str, stack: &Stack) -> Option<&'f Artifact> {
        let own = stack.mode.as_ref().map(|mode| in_mode(Utf8Path::new(usual), mode));
        own.and_then(|own| self.by_path.get(own.as_str())).or_else(|| self.by_path.get(usual)).copied()
    }

    /// Whether what a container refers to by name is the same in another project.
    pub(super) fn are_same(&self, of: &Container, stack: &Stack, other: &Self, of_other: &Stack) -> bool {
        let file = |files: &Self, usual: &str, stack: &Stack| files.in_stack(usual, stack).map(std::ptr::from_ref);
        of.run.files.iter().all(|one| file(self, &one.path, stack) == file(other, &one.path, of_other))
            && of.networks.iter().all(|name| self.networks.get(name.as_str()) == other.networks.get(name.as_str()))
            && of.secrets.iter().all(|name| self.secrets.get(name.as_str()) == other.secrets.get(name.as_str()))
    }

    /// The digest in the label of a service: of its generated files without comments, its networks and its secrets.
    pub(super) fn digest_of(&self, of: &Container, read: &[(Option<&Artifact>, &str)]) -> String {
        let nothing = || Sha256::digest("").into();
        let of_files = read.iter().map(|(file, _)| file.map_or_else(nothing, Artifact::digest));
        let known = |of: &BTreeMap<&str, Digest>, name: &str| of.get(name).copied().unwrap_or_else(nothing);
        let of_networks = of.networks.iter().map(|network| known(&self.networks, network.as_str()));
        let of_secrets = of.secrets.iter().map(|secret| known(&self.secrets, secret.as_str()));
        let all: Vec<u8> = of_files.chain(of_networks).chain(of_secrets).flatten().collect();
        let digits = hex(&Sha256::digest(all));
        format!("{}-{}", digits.get(..8).unwrap_or_default(), digits.get(8..16).unwrap_or_default())
    }
}

/// The digest of each definition of a section, without the escapes of Compose.
fn definitions<'p>(project: &'p Node, section: &str) -> BTreeMap<&'p str, Digest> {
    let definitions = project.get(section).and_then(Node::as_map).into_iter().flat_map(|map| &map.0);
    let digest = |node: &Node| Sha256::digest(node.to_json().to_string().replace("$$", "$")).into();
    definitions.map(|(name, entry)| (&**name, digest(&entry.value))).collect()
}
