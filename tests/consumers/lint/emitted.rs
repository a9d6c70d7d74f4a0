//! What the linters read: every stack as it is emitted, and as Docker Compose merges it.

use std::path::{Path, PathBuf};

use crate::role::with_superuser;
use crate::support::{real_input, sound_stacks, stackgen, succeeds};
use crate::{compose_in, files, quiet};

/// A stack's name and its input.
type Stack = (String, String);

/// The real deployment.
pub fn deployment() -> Stack {
    ("deployment".to_owned(), real_input())
}

/// The real deployment, a stack whose names are words of SQL, and stacks of other kinds.
pub fn stacks() -> Vec<Stack> {
    let own = [deployment(), ("superuser".to_owned(), with_superuser())];
    own.into_iter().chain(sound_stacks()).collect()
}

/// For each stack a folder with `inputs/`, `generated/` and `merged/`; nothing where Compose is missing.
pub fn emitted(stacks: &[Stack]) -> Option<tempfile::TempDir> {
    let dir = tempfile::tempdir().unwrap();
    for (name, input) in stacks {
        let project = dir.path().join(name);
        std::fs::create_dir_all(project.join("inputs")).unwrap();
        std::fs::write(project.join("inputs/stack.toml"), input).unwrap();
        succeeds(stackgen(&project).arg("build"));
        merge(&project)?;
    }
    Some(dir)
}

/// Writes what Compose makes of the base and of each mode: `merged/base.yml`, `merged/<mode>.yml`.
fn merge(project: &Path) -> Option<()> {
    let base = files(&project.join("generated"), "yml").into_iter().find(|file| file.ends_with("docker-compose.yml"));
    let base = base.expect("every stack has a base");
    let generated = base.parent().unwrap();
    let merged = project.join("merged");
    std::fs::create_dir(&merged).unwrap();
    std::fs::write(merged.join("base.yml"), quiet(compose_in(generated)?.arg("config"))).unwrap();
    for template in files(generated, "template") {
        let name = template.file_name().unwrap().to_str().unwrap();
        let Some(mode) = name.strip_prefix(".env.").and_then(|rest| rest.strip_suffix(".template")) else { continue };
        let model = quiet(compose_in(generated)?.arg("--env-file").arg(&template).arg("config"));
        std::fs::write(merged.join(format!("{mode}.yml")), model).unwrap();
    }
    Some(())
}

/// Every file below a folder, by its path from there.
pub fn all_files(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (below, here): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
        folders.extend(below);
        found.extend(here.iter().map(|path| path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned()));
    }
    found.sort();
    found
}
