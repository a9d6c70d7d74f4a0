//! The hooks, run by pre-commit itself in a repository with staged, unstaged and partly staged changes. They run the program
//! that was built here, because it is of their version; `scripts/five-minutes` has them build it.

#[path = "support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{both, built, real_input, root, stackgen, succeeds, tool};

struct Repository {
    dir: tempfile::TempDir,
    home: tempfile::TempDir,
    precommit: PathBuf,
}

impl Repository {
    /// A repository with the real deployment, built and committed, and the hooks installed.
    fn new() -> Option<Repository> {
        Self::of(built(&real_input()), "")
    }

    /// The same of a folder that is a project, or in which one is; with further keys of the hooks.
    fn of(dir: tempfile::TempDir, keys: &str) -> Option<Repository> {
        let precommit = tool("pre-commit")?;
        let home = tempfile::tempdir().unwrap();
        let repository = Repository { dir, home, precommit };
        let hooks = repository.home.path().join("hooks");
        std::fs::create_dir_all(hooks.join("scripts")).unwrap();
        for file in [".pre-commit-hooks.yaml", "scripts/hook", "Cargo.toml"] {
            std::fs::copy(root().join(file), hooks.join(file)).unwrap();
        }
        let validate = ["validate-manifest", ".pre-commit-hooks.yaml"];
        succeeds(repository.command(repository.precommit.to_str().unwrap(), &hooks).args(validate));
        for words in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "hooks"]] {
            succeeds(repository.command("git", &hooks).args(words));
        }
        let head = both(&succeeds(repository.command("git", &hooks).args(["rev-parse", "HEAD"])));
        let config = format!(
            "repos:\n  - repo: {}\n    rev: {}\n    hooks:\n      - {{ id: stackgen-check{keys} }}\n      - {{ id: stackgen-build-check{keys} }}\n",
            hooks.display(),
            head.trim(),
        );
        std::fs::write(repository.path().join(".pre-commit-config.yaml"), config).unwrap();
        repository.git(&["init", "-q"]);
        repository.git(&["add", "."]);
        succeeds(repository.command(repository.precommit.to_str().unwrap(), repository.path()).arg("install"));
        repository.git(&["commit", "-qm", "the deployment"]);
        Some(repository)
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// A program that sees the program under test, and nothing of the caller's git or home.
    fn command(&self, program: &str, dir: &Path) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap();
        let path = std::env::join_paths(
            [own.to_owned(), self.precommit.parent().unwrap().to_owned()]
                .into_iter()
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        let mut command = Command::new(program);
        command.current_dir(dir).env_clear().env("PATH", path.unwrap()).env("HOME", self.home.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A").env(format!("GIT_{who}_EMAIL"), "a@example.com");
        }
        command
    }

    fn git(&self, words: &[&str]) -> Output {
        succeeds(self.command("git", self.path()).args(words))
    }

    fn change(&self, from: &str, to: &str) {
        let path = self.path().join("inputs/stack.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    /// A commit of what is staged: whether it was let through, and what was said.
    fn commit(&self) -> (bool, String) {
        let output = self.command("git", self.path()).args(["commit", "-m", "change"]).output().unwrap();
        (output.status.success(), both(&output))
    }
}

const FINE: (&str, &str) = ("max_connections = 200", "max_connections = 210");
const WRONG: (&str, &str) = ("quorum = 2", "quorum = 9");

/// A project that is a folder of its repository: the hooks start for its files, and work in it.
#[test]
fn a_project_in_a_folder_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("deploy/inputs")).unwrap();
    std::fs::write(dir.path().join("deploy/inputs/stack.toml"), real_input()).unwrap();
    succeeds(stackgen(dir.path()).args(["-C", "deploy", "build"]));
    let Some(repository) = Repository::of(dir, ", args: [-C, deploy]") else { return };
    let input = repository.path().join("deploy/inputs/stack.toml");
    std::fs::write(&input, real_input().replace("workers = 4", "workers = 3")).unwrap();
    repository.git(&["add", "deploy/inputs"]);
    let (passed, said) = repository.commit();
    assert!(!passed && said.contains("out of date"), "{said}");
    succeeds(stackgen(repository.path()).args(["-C", "deploy", "build"]));
    repository.git(&["add", "."]);
    let (passed, said) = repository.commit();
    assert!(passed, "{said}");
}

#[test]
fn a_staged_mistake_is_stopped_with_its_message() {
    let Some(repository) = Repository::new() else { return };
    repository.change(WRONG.0, WRONG.1);
    repository.git(&["add", "-u"]);
    let (through, said) = repository.commit();
    assert!(!through, "{said}");
    for words in ["stackgen check...", "Failed", "quorum-exceeds-sentinels", "nothing was written"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn generated_files_must_be_staged_with_their_input() {
    let Some(repository) = Repository::new() else { return };
    repository.change(FINE.0, FINE.1);
    repository.git(&["add", "inputs"]);
    let (through, said) = repository.commit();
    assert!(!through, "{said}");
    assert!(said.contains("The input has changed: run `stackgen build`"), "{said}");
    assert!(said.contains("+      - \"max_connections=210\""), "{said}");
    // Built, but not staged: what would be committed is still the old.
    succeeds(stackgen(repository.path()).arg("build"));
    let (through, said) = repository.commit();
    assert!(!through, "{said}");
    repository.git(&["add", "."]);
    let (through, said) = repository.commit();
    assert!(through, "{said}");
}

#[test]
fn what_is_not_staged_does_not_count() {
    let Some(repository) = Repository::new() else { return };
    repository.change(FINE.0, FINE.1);
    succeeds(stackgen(repository.path()).arg("build"));
    repository.git(&["add", "."]);
    repository.change(WRONG.0, WRONG.1);
    let (through, said) = repository.commit();
    assert!(through, "{said}");
    let text = std::fs::read_to_string(repository.path().join("inputs/stack.toml")).unwrap();
    assert!(text.contains(WRONG.1) && text.contains(FINE.1), "the change that was not staged is lost");
}

#[test]
fn other_files_do_not_start_the_hooks() {
    let Some(repository) = Repository::new() else { return };
    std::fs::write(repository.path().join("README"), "x").unwrap();
    repository.git(&["add", "."]);
    let (through, said) = repository.commit();
    assert!(through, "{said}");
    assert_eq!(said.matches("(no files to check)Skipped").count(), 2, "{said}");
}
