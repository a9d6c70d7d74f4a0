//! Where one stands: the inputs of a project are found from any folder in it, and its files are written beside them.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use support::{base_with, both, built, project, real_input, stackgen, succeeds};

/// The generated files of a project, by name.
fn generated(project: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn below(dir: &Path, into: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).into_iter().flatten().map(Result::unwrap) {
            if entry.path().is_dir() { below(&entry.path(), into) } else { into.push(entry.path()) }
        }
    }
    let root = project.join("generated");
    let mut paths = Vec::new();
    below(&root, &mut paths);
    paths.into_iter().map(|path| (path.strip_prefix(&root).unwrap().to_owned(), std::fs::read(path).unwrap())).collect()
}

#[test]
fn inputs_are_found_from_any_folder_below() {
    let expected = generated(built(&real_input()).path());
    for below in ["inputs", "docs", "a/b/c"] {
        let dir = project(&real_input());
        let folder = dir.path().join(below);
        std::fs::create_dir_all(&folder).unwrap();
        let up = "../".repeat(below.split('/').count());
        let said = both(&succeeds(stackgen(&folder).arg("build")));
        assert!(said.contains(&format!("{up}generated: ")), "{said}");
        assert_eq!(generated(dir.path()), expected, "{below}");
        assert!(!folder.join("generated").exists());
        // The paths that are shown lead there from where one stands.
        let input = dir.path().join("inputs/stack.toml");
        std::fs::write(&input, real_input().replace("quorum = 2", "quorum = 9")).unwrap();
        let output = stackgen(&folder).arg("check").output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(both(&output).contains(&format!("[{up}inputs/stack.toml:")), "{}", both(&output));
    }
}

#[test]
fn nothing_is_looked_for_above_the_repository() {
    let dir = project(&real_input());
    let inner = dir.path().join("other/below");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::create_dir(dir.path().join("other/.git")).unwrap();
    let output = stackgen(&inner).arg("build").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(both(&output).contains("neither here nor above"), "{}", both(&output));
    assert!(!dir.path().join("generated").exists());
}

#[test]
fn a_command_works_in_the_folder_that_is_named() {
    let dir = project(&real_input());
    let elsewhere = tempfile::tempdir().unwrap();
    let path = dir.path().to_str().unwrap();
    succeeds(stackgen(elsewhere.path()).args(["-C", path, "build"]));
    succeeds(stackgen(elsewhere.path()).args(["build", "--check", "-C", path]));
    assert!(dir.path().join("generated/docker-compose.yml").exists());
    assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    let output = stackgen(elsewhere.path()).args(["-C", "no/such", "check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(both(&output).contains("cannot work in no/such: No such file"), "{}", both(&output));
}

#[test]
fn files_are_written_beside_the_inputs() {
    let root = tempfile::tempdir().unwrap();
    for (name, input) in [("shop", base_with("[host]\nname = 'one'\n")), ("lab", base_with("[host]\nname = 'two'\n"))] {
        std::fs::create_dir_all(root.path().join(name).join("inputs")).unwrap();
        std::fs::write(root.path().join(name).join("inputs/stack.toml"), input).unwrap();
    }
    let words = ["build", "shop/inputs/stack.toml", "./lab/inputs/stack.toml"];
    succeeds(stackgen(root.path()).args(words));
    for name in ["shop", "lab"] {
        assert!(root.path().join(name).join("generated/docker-compose.yml").exists(), "{name}");
    }
    assert!(!root.path().join("generated").exists());
    // One that stands in the folder itself, one that is in no such folder, and a folder that is named.
    succeeds(stackgen(&root.path().join("shop/inputs")).args(["build", "--check", "stack.toml"]));
    std::fs::copy(root.path().join("shop/inputs/stack.toml"), root.path().join("alone.toml")).unwrap();
    succeeds(stackgen(root.path()).args(["build", "alone.toml"]));
    succeeds(stackgen(root.path()).args(["build", "shop/inputs/stack.toml", "--out", "named"]));
    for folder in ["generated", "named"] {
        assert!(root.path().join(folder).join("docker-compose.yml").exists(), "{folder}");
    }
}

/// A path that leads out of the folder of the generated files is followed before that folder is there.
#[test]
fn a_folder_of_the_host_is_there_before_the_first_build() {
    let input = base_with(
        "[stack]\nproject_dir = '..'\n[services.a]\nimage = 'x:1'\nvolumes = [{ source = { bind = './there' }, target = '/data', read_only = true }]\n",
    );
    let dir = project(&input);
    let missing = || both(&stackgen(dir.path()).arg("check").output().unwrap()).contains("bind-source-missing");
    assert!(missing());
    std::fs::create_dir(dir.path().join("there")).unwrap();
    assert!(!missing());
}
