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
    assert!(both(&output).contains("in this folder or above it"), "{}", both(&output));
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
    assert!(both(&output).contains("cannot change to the folder no/such: No such file"), "{}", both(&output));
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

/// What editors and systems keep beside an input is none.
#[test]
fn hidden_files_are_no_inputs() {
    let dir = project(&real_input());
    std::fs::write(dir.path().join("inputs/._stack.toml"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", dir.path().join("inputs/.#stack.toml")).unwrap();
    let said = both(&succeeds(stackgen(dir.path()).arg("build")));
    assert!(said.starts_with("generated: 29 files"), "{said}");
    let said = both(&stackgen(dir.path()).args(["check", "inputs"]).output().unwrap());
    assert!(said.contains("inputs is a folder: to work in it, run `stackgen -C inputs …`"), "{said}");
}

/// Servers read the files in their containers as users of their own.
#[cfg(unix)]
#[test]
fn everyone_can_read_what_is_generated() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = project(&real_input());
    let build = format!("umask 077; exec {} build", env!("CARGO_BIN_EXE_stackgen"));
    let run = || drop(succeeds(std::process::Command::new("sh").args(["-c", &build]).current_dir(dir.path())));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    run();
    let root = dir.path().join("generated");
    let files: Vec<PathBuf> = generated(dir.path()).into_keys().map(|path| root.join(path)).collect();
    for file in &files {
        assert_eq!((mode(file), mode(file.parent().unwrap())), (0o644, 0o755), "{}", file.display());
    }
    // What is no generated file is as the umask says.
    let report = build.replace(" build", " check --format json --output-file reports/x.json");
    succeeds(std::process::Command::new("sh").args(["-c", &report]).current_dir(dir.path()));
    assert_eq!((mode(&dir.path().join("reports")), mode(&dir.path().join("reports/x.json"))), (0o700, 0o600));
    std::fs::set_permissions(&files[3], std::fs::Permissions::from_mode(0o600)).unwrap();
    run();
    assert_eq!(mode(&files[3]), 0o644);
}

/// A second project below another one is begun with a word about it.
#[test]
fn a_project_in_another_one_is_told() {
    let dir = project(&real_input());
    let below = dir.path().join("below");
    std::fs::create_dir(&below).unwrap();
    let said = both(&succeeds(stackgen(&below).args(["init", "--yes", "--memory", "8 GiB", "--cpus", "4"])));
    assert!(said.contains("commands in this folder have used ../inputs/stack.toml so far"), "{said}");
}

/// The schema beside an input is that of the program, or that is said.
#[test]
fn an_old_schema_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    succeeds(stackgen(dir.path()).args(["init", "--yes", "--name", "shop", "--memory", "8 GiB", "--cpus", "4"]));
    let check = || both(&succeeds(stackgen(dir.path()).arg("check")));
    assert!(!check().contains("schema-stale"), "{}", check());
    let schema = dir.path().join("inputs/stack.schema.json");
    let text = std::fs::read_to_string(&schema).unwrap();
    std::fs::write(&schema, text.replacen("\"title\"", "\"titel\"", 1)).unwrap();
    let said = check();
    assert!(said.contains("advice[schema-stale]") && said.contains("stack.toml:1:"), "{said}");
    let written = std::fs::read_to_string(&schema).unwrap();
    std::fs::write(&schema, both(&succeeds(stackgen(dir.path()).arg("schema")))).unwrap();
    assert!(written != text && !check().contains("schema-stale"));
}

/// An `inputs` that cannot be looked into is not passed by: a project above it is another one.
#[cfg(unix)]
#[test]
fn inputs_that_cannot_be_listed_are_not_passed_by() {
    let dir = project(&real_input());
    let below = dir.path().join("below");
    std::fs::create_dir(&below).unwrap();
    std::os::unix::fs::symlink("inputs", below.join("inputs")).unwrap();
    let output = stackgen(&below).arg("build").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(both(&output).contains("cannot list inputs"), "{}", both(&output));
    assert!(!dir.path().join("generated").exists());
}

/// What is in the way of the generated files, or of an input, is named as what it is.
#[cfg(unix)]
#[test]
fn what_is_in_the_way_is_named() {
    use std::os::unix::fs::symlink;
    let dir = project(&real_input());
    let path = dir.path().join("generated");
    let says = |words: &[&str], status: i32, said: &str| {
        let output = stackgen(dir.path()).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{words:?}");
        assert!(both(&output).contains(said), "{words:?}: {}", both(&output));
    };
    std::fs::write(&path, "mine").unwrap();
    says(&["build"], 2, "generated is a file, but the generated files need a folder of that name: move the file");
    says(&["build", "--check"], 1, "generated is a file");
    says(&["build", "--check", "--format", "json"], 1, "\"generated-unreadable\"");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    std::fs::remove_file(&path).unwrap();
    symlink("nowhere", &path).unwrap();
    says(&["build"], 2, "generated is a dangling symbolic link");
    says(&["build", "--check"], 1, "generated is a dangling symbolic link");
    std::fs::remove_file(&path).unwrap();
    succeeds(stackgen(dir.path()).arg("build"));
    let input = dir.path().join("inputs/stack.toml");
    std::fs::remove_file(&input).unwrap();
    symlink("nowhere", &input).unwrap();
    says(&["check"], 2, "cannot read inputs/stack.toml: it is a dangling symbolic link");
}
