//! The files that the servers read, each written by an emitter that looks like it.

mod artifact;
mod compose;
mod env;
mod gitignore;
mod odoo;
mod postgres;
mod redis;
mod script;
mod sentinel;
mod yaml;

pub(crate) use artifact::input_name;
pub use artifact::{Artifact, Kind, OutLine};
pub use yaml::{Entry, Map, Node, Tag};

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use crate::stack::Stack;
use crate::units::ModeName;

/// Where the generated files of one mode are: a file that a mode changes has a name of its own.
#[derive(Debug, Default)]
pub struct Paths(IndexMap<Utf8PathBuf, Utf8PathBuf>);

impl Paths {
    /// The path of a file in this mode.
    #[must_use]
    pub fn of<'p>(&'p self, path: &'p Utf8Path) -> &'p Utf8Path {
        self.0.get(path).map_or(path, Utf8PathBuf::as_path)
    }
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
    if let Some(redis) = &stack.redis {
        files.extend(redis.nodes().map(|node| redis::emit(redis, node, input)));
        files.push(script::redis_start(stack, input));
        if let Some(of) = &redis.sentinel {
            files
                .extend((1..).zip(&of.containers).map(|(n, container)| sentinel::emit(redis, of, n, container, input)));
            files.push(script::sentinel_start(stack, input));
        }
    }
    files.push(odoo::emit(&stack.odoo, input));
    files.push(script::odoo_start(stack, input));
    files.extend(stack.services.iter().filter_map(|service| script::service_start(stack, service, input)));
    files
}

/// Every file of a deployment: the base, and what each mode changes.
#[must_use]
pub fn emit(base: &Stack, modes: &[Stack], input: &str) -> Emitted {
    let mut artifacts = configs(base, input);
    let base_node = compose::document(base, &Paths::default());
    let mut files = vec![compose::file(&base_node, "docker-compose.yml", input)];
    let mut expected = vec![(None, base_node)];
    for stack in modes {
        let Some(mode) = &stack.mode else { continue };
        let mut paths = Paths::default();
        for mut file in configs(stack, input) {
            if artifacts.iter().any(|other| other.path == file.path && other.text() == file.text()) {
                continue;
            }
            let path = in_mode(&file.path, mode);
            paths.0.insert(std::mem::replace(&mut file.path, path.clone()), path);
            artifacts.push(file);
        }
        let node = compose::document(stack, &paths);
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
    Emitted { artifacts: files, expected }
}
