//! Merges and versions: what Git leaves in the files, and what another version of the program wrote.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::{Command, Output};

use sha2::{Digest as _, Sha256};
use support::{both, built, project, real_input, stackgen, succeeds, tool};

fn git(dir: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(tool("git").unwrap());
    command.current_dir(dir).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(words).output().unwrap()
}

fn write_input(dir: &Path, from: &str, to: &str) {
    assert!(real_input().contains(from), "{from}");
    std::fs::write(dir.join("inputs/stack.toml"), real_input().replace(from, to)).unwrap();
}

/// Two branches change one number: Git leaves its markers in the input, in a generated file and in the list of them.
#[test]
fn conflict_markers_are_named() {
    if tool("git").is_none() {
        return;
    }
    let dir = built(&real_input());
    let path = dir.path();
    let commit = |message| {
        succeeds(stackgen(path).arg("build"));
        git(path, &["add", "."]);
        assert!(git(path, &["commit", "-qm", message]).status.success());
    };
    git(path, &["init", "-q", "-b", "main"]);
    commit("first");
    git(path, &["checkout", "-qb", "other"]);
    write_input(path, "workers = 4", "workers = 3");
    commit("fewer");
    git(path, &["checkout", "-q", "main"]);
    write_input(path, "workers = 4", "workers = 2");
    commit("fewest");
    assert!(!git(path, &["merge", "other"]).status.success(), "there is a conflict");

    let output = stackgen(path).arg("check").output().unwrap();
    let said = both(&output);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("a merge left its conflict markers in the file"), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "{said}");

    write_input(path, "workers = 4", "workers = 2");
    let said = both(&stackgen(path).arg("build").output().unwrap());
    assert!(said.contains(".stackgen.json is invalid: it contains merge conflict markers (line "), "{said}");
    git(path, &["checkout", "--ours", "generated/.stackgen.json"]);
    let said = both(&stackgen(path).args(["build", "--check"]).output().unwrap());
    assert!(said.contains("contains merge conflict markers") && !said.contains("edited by hand"), "{said}");
    succeeds(stackgen(path).arg("build"));
    succeeds(stackgen(path).args(["build", "--check"]));
}

#[test]
fn another_version_is_told_from_another_input() {
    let dir = built(&real_input());
    let manifest = dir.path().join("generated/.stackgen.json");
    let file = dir.path().join("generated/redis/redis-master.conf");
    let check = || stackgen(dir.path()).args(["build", "--check"]).output().unwrap();
    let older = std::fs::read_to_string(&manifest).unwrap().replace(env!("CARGO_PKG_VERSION"), "0.0.9");
    std::fs::write(&manifest, &older).unwrap();
    assert!(check().status.success(), "what is the same is right, whoever wrote it: {}", both(&check()));

    let hash = |text: &str| Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let now = std::fs::read_to_string(&file).unwrap();
    let then = format!("# As it was written then.\n{now}");
    std::fs::write(&file, &then).unwrap();
    std::fs::write(&manifest, older.replace(&hash(&now), &hash(&then))).unwrap();
    let said = both(&check());
    assert!(said.contains("redis-master.conf: written by another version of stackgen"), "{said}");
    let versions = format!("(written by stackgen 0.0.9; this is stackgen {})", env!("CARGO_PKG_VERSION"));
    assert!(said.contains(&versions) && !said.contains("The input has changed"), "{said}");
    succeeds(stackgen(dir.path()).arg("build"));
    assert!(std::fs::read_to_string(&manifest).unwrap().contains(&format!("stackgen {}", env!("CARGO_PKG_VERSION"))));

    write_input(dir.path(), "workers = 4", "workers = 3");
    let said = both(&check());
    assert!(said.contains("The input has changed") && !said.contains("another version"), "{said}");
}

#[test]
fn an_input_is_for_the_versions_that_it_names() {
    let this = env!("CARGO_PKG_VERSION");
    let with = |required: &str, more: &str| {
        let input = real_input().replacen("[stack]\n", &format!("[stack]\nrequired_version = \"{required}\"\n"), 1);
        let dir = project(&format!("{input}{more}"));
        let output = stackgen(dir.path()).arg("check").output().unwrap();
        (output.status.code().unwrap(), both(&output))
    };
    assert_eq!(with(&format!(">={this}"), "").0, 0);
    let (code, said) = with(">=99, <100", "\n[of_the_future]\nx = 1\n");
    assert_eq!(code, 1);
    assert!(said.contains(&format!("the input requires stackgen >=99, <100, but this is stackgen {this}")), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "what another version means is not judged: {said}");
    let (code, said) = with("newest", "");
    assert!(code == 1 && said.contains("this is not a version requirement"), "{said}");
}

/// Git and the tools of reviewers know which files are generated, and Git leaves their line ends alone.
#[test]
fn generated_files_have_their_attributes() {
    if tool("git").is_none() {
        return;
    }
    let dir = built(&real_input());
    let path = dir.path();
    git(path, &["init", "-q", "-b", "main"]);
    std::fs::write(path.join("generated/own.txt"), "mine\n").unwrap();
    git(path, &["add", "."]);
    assert!(git(path, &["commit", "-qm", "first"]).status.success());
    let files = String::from_utf8(git(path, &["ls-files", "generated"]).stdout).unwrap();
    assert!(files.lines().count() > 28, "{files}");
    for file in files.lines() {
        let words = ["check-attr", "linguist-generated", "gitlab-generated", "text", "eol", "--", file];
        let said = String::from_utf8(git(path, &words).stdout).unwrap();
        let values: Vec<&str> = said.lines().map(|line| line.rsplit(": ").next().unwrap()).collect();
        let own = file == "generated/own.txt";
        let expected = if own { ["unspecified"; 4] } else { ["set", "set", "set", "lf"] };
        assert_eq!(values, expected, "{file}");
    }
    // A clone as on Windows.
    let clone = tempfile::tempdir().unwrap();
    let words = ["clone", "-q", "-c", "core.autocrlf=true", path.to_str().unwrap(), "clone"];
    assert!(git(clone.path(), &words).status.success());
    let clone = clone.path().join("clone");
    let own = std::fs::read_to_string(clone.join("generated/own.txt")).unwrap();
    assert!(own.contains('\r'), "the clone has other line ends");
    std::fs::write(clone.join("inputs/stack.toml"), real_input()).unwrap();
    succeeds(stackgen(&clone).args(["build", "--check"]));
}
