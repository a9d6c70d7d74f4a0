//! The fixtures of the rules, their pages, and the surroundings in which they are compiled.

use std::path::PathBuf;
use std::sync::LazyLock;

use camino::Utf8Path;
use stackgen::model::Stack;
use stackgen::rule::Rule;
use stackgen::surroundings::{InGit, Neighbour, Surroundings};

use super::root;

/// The folder of a rule's fixtures.
pub fn folder(rule: &Rule) -> PathBuf {
    root().join("tests/fixtures/rules").join(rule.name.replace('-', "_"))
}

/// The fixtures of a kind, by name.
pub fn fixtures(rule: &Rule, kind: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder(rule)).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with(kind))
        .map(|(name, path)| (name.trim_end_matches(".toml").to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// A block of a rule's page.
pub fn block(page: &str, heading: &str) -> String {
    let after = page.split(&format!("# {heading}\n")).nth(1).unwrap_or_else(|| panic!("no heading {heading}"));
    ["\n# Wrong\n", "\n# Right\n"].iter().fold(after, |text, next| text.split(next).next().unwrap()).to_owned()
}

/// Another stack, on the host `yard`, with the limits of the base.
static NEIGHBOUR: LazyLock<Vec<Stack>> = LazyLock::new(|| {
    let input = "[stack]\nname = 'warehouse'\n[host]\nname = 'yard'\n[networks.shop]\nsubnet = '10.99.0.0/24'\n\
        [odoo]\ncontainer_name = 'warehouse_odoo'\nports = { http = 28069, gevent = 28072 }\n\
        [services.api]\nports = [{ container = 9100, host = 9100 }]\n\
        volumes = [{ source = { volume = 'y_files' }, target = '/srv/files' }]\n";
    vec![super::stacks(&super::base_with(input)).0]
});

/// Surroundings for the fixtures: every path exists but those with `missing` in them; Compose
/// files are those of `tests/fixtures/compose`; git tracks what has `committed` in its
/// path, and every file of an output folder called `tracked`, and would add what has `untracked` in it.
pub struct Imagined;

impl Surroundings for Imagined {
    fn exists(&self, _: &Utf8Path, path: &str) -> Option<bool> {
        Some(!path.contains("missing"))
    }

    fn text(&self, output: &Utf8Path, path: &str) -> Option<String> {
        if path.ends_with("docker-compose.override.yml") {
            return (output == "overridden").then(String::new);
        }
        std::fs::read_to_string(root().join("tests/fixtures/compose").join(path)).ok()
    }

    /// The generated files are in a folder called `generated`.
    fn holds_output(&self, _: &Utf8Path, path: &str) -> Option<bool> {
        Some(path.ends_with("/generated"))
    }

    fn neighbours(&self) -> Vec<Neighbour<'_>> {
        vec![Neighbour { file: "other.toml", stacks: &NEIGHBOUR }]
    }

    /// Every volume of the project `upgraded` was built for PostgreSQL 14.
    fn recorded_postgres(&self, _: &Utf8Path, volume: &str) -> Option<u32> {
        volume.starts_with("upgraded_").then_some(14)
    }

    fn in_git(&self, output: &Utf8Path, path: &str) -> InGit {
        match path {
            _ if output == "tracked" => InGit::Tracked,
            path if path.contains("committed") => InGit::Tracked,
            path if path.contains("untracked") => InGit::Untracked,
            _ => InGit::Ignored,
        }
    }
}
