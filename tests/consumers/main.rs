//! What the consumers themselves make of the emitted files: Docker Compose, PyYAML, Odoo's own
//! parser, PostgreSQL 15, shells, and the linters of each format.

#[path = "../support/mod.rs"]
mod support;

mod clients;
mod cluster;
mod compose;
mod dotenv;
mod external;
mod lint;
mod merge;
mod nginx;
mod odoo;
mod postgres;
mod postgres_table;
mod postgres_versions;
mod recreate;
mod redis_table;
mod redis_tls;
mod role;
mod scripts;
mod taplo;
mod yaml;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use stackgen::model::Deployment;
use stackgen::targets::compose::Emitted;

/// The modes of the real deployment.
pub const MODES: [&str; 3] = ["development", "production", "ha"];

/// A command that inherits nothing but the path.
pub fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH")).env("LANG", "C.UTF-8");
    command
}

/// Compose in a folder, without a variable of the person who runs the tests.
pub fn compose_in(dir: &Path) -> Option<Command> {
    let mut command = clean(support::compose()?);
    command.current_dir(dir).env("HOME", dir);
    Some(command)
}

/// What a program prints, which must be all it says.
pub fn quiet(command: &mut Command) -> String {
    let output: Output = support::succeeds(command);
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?} warns");
    String::from_utf8(output.stdout).unwrap()
}

/// A helper in Python with these arguments: what it prints, as JSON.
pub fn python(helper: &str, arguments: &[&Path]) -> Option<Value> {
    let script = support::root().join("tests/fixtures/python").join(helper);
    let mut command = clean(support::tool("python")?);
    Some(serde_json::from_str(&quiet(command.arg(script).args(arguments))).unwrap())
}

/// What is emitted for an input, with the stacks that the files must amount to.
pub fn emitted(input: &str) -> Emitted {
    let (base, modes) = support::stacks(input);
    stackgen::targets::compose::emit(Deployment { base: &base, modes: &modes }, "stack.toml")
}

/// A service of an emitted Compose file.
pub fn service(generated: &Path, name: &str) -> Value {
    let text = std::fs::read_to_string(generated.join("docker-compose.yml")).unwrap();
    let project: Value = serde_yaml::from_str(&text).unwrap();
    project.pointer(&format!("/services/{name}")).unwrap().clone()
}

/// A word of a Compose file as the container gets it.
pub fn word(value: &Value) -> String {
    value.as_str().unwrap().replace("$$", "$")
}

/// Every emitted file with this ending.
pub fn files(generated: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![generated.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no *.{extension} in {}", generated.display());
    found
}
