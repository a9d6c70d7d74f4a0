//! The files that the servers read, each written by an emitter that looks like it.

mod artifact;
mod compose;
mod env;
mod gitattributes;
mod gitignore;
mod odoo;
mod postgres;
mod redis;
mod router;
mod script;
mod sentinel;
mod yaml;

pub(crate) use artifact::input_name;
pub use artifact::{Artifact, Kind, OutLine};
pub(crate) use postgres::{LOGGED, PSQL};
pub(crate) use script::texts;
pub use yaml::{Entry, Map, Node, Tag};

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;
use sha2::{Digest as _, Sha256};

use crate::stack::Stack;
use crate::units::ModeName;

/// The name of the list of generated files, which lies beside them.
pub const MANIFEST: &str = ".stackgen.json";

/// What a service of one mode only names: the files that it reads, by their usual path, and what the Compose file defines
/// besides services.
struct Named {
    files: IndexMap<Utf8PathBuf, Config>,
    networks: Map,
    secrets: Map,
}

/// A file as a mode has it: where the mode changes it, it has a name of its own.
struct Config {
    path: Utf8PathBuf,
    digest: Digest,
}

/// The SHA-256 of a text.
type Digest = [u8; 32];

impl Named {
    fn by(stack: &Stack) -> Self {
        Self { files: IndexMap::new(), networks: compose::networks(stack), secrets: compose::secrets(stack) }
    }

    /// Adds a file. A comment is nothing to its reader: the input's name stands in one.
    fn insert(&mut self, usual: Utf8PathBuf, path: Utf8PathBuf, text: &str) {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let digest = lines.fold(Sha256::new(), |whole, line| whole.chain_update(line).chain_update("\n"));
        self.files.insert(usual, Config { path, digest: digest.finalize().into() });
    }

    fn file(&self, usual: &str) -> Option<&Config> {
        self.files.get(Utf8Path::new(usual))
    }
}

/// The digest of a definition.
fn definition(map: &Map, name: &str) -> Digest {
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
pub(crate) fn in_mode(path: &Utf8Path, mode: &ModeName) -> Utf8PathBuf {
    let stem = path.file_stem().unwrap_or_default();
    let name = path.extension().map_or_else(
        || format!("{stem}.{}", mode.as_str()),
        |extension| format!("{stem}.{}.{extension}", mode.as_str()),
    );
    path.with_file_name(name)
}

/// Configuration files and scripts of one mode.
fn configs(stack: &Stack, input: &str) -> Vec<Artifact> {
    let mut files: Vec<Artifact> = postgres::init(stack, input).into_iter().collect();
    if let Some(redis) = stack.redis() {
        files.extend(redis.nodes().map(|node| redis::emit(redis, node, input)));
        files.push(script::redis_start(stack, input));
        if let Some(of) = &redis.sentinel {
            files
                .extend((1..).zip(&of.containers).map(|(n, container)| sentinel::emit(redis, of, n, container, input)));
            files.push(script::sentinel_start(stack, input));
            if let Some(router) = redis.router.as_ref().filter(|router| !router.containers.is_empty()) {
                files.push(router::emit(redis, router, of, input));
                files.push(script::router_start(stack, input));
            }
        }
    }
    files.push(odoo::emit(stack.odoo(), input));
    files.push(script::odoo_start(stack, input));
    files.extend(stack.services().iter().filter_map(|service| script::service_start(stack, service, input)));
    files
}

/// Every file of a deployment: the base, and what each mode changes.
#[must_use]
pub fn emit(base: &Stack, modes: &[Stack], input: &str) -> Emitted {
    let mut artifacts = configs(base, input);
    let mut of_base = Named::by(base);
    for file in &artifacts {
        of_base.insert(file.path.clone(), file.path.clone(), &file.text());
    }
    let base_node = compose::document(base, &of_base);
    let mut files = vec![compose::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut of_mode = Named::by(stack);
        for mut file in configs(stack, input) {
            let (usual, text) = (file.path.clone(), file.text());
            if artifacts.iter().any(|other| other.path == usual && other.text() == text) {
                of_mode.insert(usual.clone(), usual, &text);
                continue;
            }
            file.path = in_mode(&usual, mode);
            of_mode.insert(usual, file.path.clone(), &text);
            artifacts.push(file);
        }
        let node = compose::document(stack, &of_mode);
        let overlay = expected.first().and_then(|(_, base)| compose::overlay(base, &node));
        let overlay_name = overlay.map(|overlay| {
            let name = format!("docker-compose.{}.yml", mode.as_str());
            files.push(compose::file(&overlay, &name, input));
            name
        });
        files.push(env::template(stack, overlay_name.as_deref(), input));
        expected.push((Some(mode.clone()), node));
    }
    if modes.is_empty() {
        files.push(env::template(base, None, input));
    }
    files.extend(artifacts);
    files.push(gitignore::emit(std::iter::once(base).chain(modes), input));
    files.push(gitattributes::emit(&files, MANIFEST, input));
    Emitted { artifacts: files, expected }
}
