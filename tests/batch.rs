//! Several inputs at once: the failure of one is not the failure of the others.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::path::Path;

use support::{base_with, both, stackgen};

/// A project with three stacks, each with a folder of its own and ports and subnets that do not collide.
fn three() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("inputs")).unwrap();
    for (number, name) in ["one", "two", "three"].into_iter().enumerate() {
        let stack = base_with(&format!(
            "[stack]\nname = '{name}'\noutput = '{name}'\n[host]\nname = '{name}'\n[networks.shop]\n\
             subnet = '172.{}.0.0/24'\n",
            20 + number
        ));
        std::fs::write(input(dir.path(), name), stack).unwrap();
    }
    dir
}

fn input(dir: &Path, name: &str) -> std::path::PathBuf {
    dir.join(format!("inputs/{name}.toml"))
}

fn is_built(dir: &Path, name: &str) -> bool {
    dir.join("generated").join(name).join("docker-compose.yml").is_file()
}

/// A build with these arguments ends with a status and says all of these words.
#[track_caller]
fn ends(dir: &Path, arguments: &[&str], status: i32, words: &[&str]) -> String {
    let output = stackgen(dir).args(arguments).output().unwrap();
    let said = both(&output);
    assert_eq!(output.status.code(), Some(status), "{said}");
    for word in words {
        assert!(said.contains(word), "{word:?} is not in {said}");
    }
    said
}

#[test]
fn a_mistake_in_one_stack_keeps_no_other_from_being_built() {
    let dir = three();
    let path = input(dir.path(), "two");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("quorum = 2", "quorum = 4")).unwrap();
    let words = [
        "quorum-exceeds-sentinels",
        "1 error: nothing was written for inputs/two.toml\n",
        "generated/one, generated/three: ",
    ];
    ends(dir.path(), &["build"], 1, &words);
    assert!(is_built(dir.path(), "one") && is_built(dir.path(), "three") && !is_built(dir.path(), "two"));
    // The gate sees what is wrong with each of them.
    std::fs::write(dir.path().join("generated/one/odoo/odoo.conf"), "[options]\n").unwrap();
    let words = ["quorum-exceeds-sentinels", "generated/one/odoo/odoo.conf"];
    let said = ends(dir.path(), &["build", "--check"], 1, &words);
    assert!(!said.contains("generated/three/"), "{said}");
}

#[test]
fn an_input_that_cannot_be_read_keeps_no_other_from_being_built() {
    for bytes in [&b"name = '\xff'"[..], &b"# nothing\n".repeat(1 << 20)] {
        let dir = three();
        std::fs::write(input(dir.path(), "two"), bytes).unwrap();
        ends(dir.path(), &["check"], 2, &["inputs/two.toml", "inputs/one.toml, inputs/three.toml: no findings"]);
        ends(dir.path(), &["build"], 2, &["inputs/two.toml", "generated/one, generated/three: "]);
        assert!(is_built(dir.path(), "one") && is_built(dir.path(), "three"));
    }
}

#[test]
fn work_of_others_in_one_folder_keeps_no_other_from_being_built() {
    let dir = three();
    std::fs::create_dir_all(dir.path().join("generated/two/odoo")).unwrap();
    let own = dir.path().join("generated/two/odoo/odoo.conf");
    std::fs::write(&own, "[options]\nworkers = 2\n").unwrap();
    let words = [
        "nothing was written for inputs/two.toml: the changes in these files would be lost",
        "generated/one, generated/three: ",
    ];
    ends(dir.path(), &["build"], 1, &words);
    assert!(is_built(dir.path(), "one") && !is_built(dir.path(), "two"));
    assert_eq!(std::fs::read_to_string(own).unwrap(), "[options]\nworkers = 2\n");
}

/// A list of generated files that nobody can read is told, and the others are built.
#[test]
fn a_broken_list_of_files_keeps_no_other_from_being_built() {
    let dir = three();
    ends(dir.path(), &["build"], 0, &["generated/one, generated/three, generated/two: "]);
    std::fs::write(dir.path().join("generated/two/.stackgen.json"), "{").unwrap();
    for name in ["one", "three"] {
        std::fs::remove_file(dir.path().join("generated").join(name).join("docker-compose.yml")).unwrap();
    }
    ends(dir.path(), &["build"], 2, &["generated/two/.stackgen.json", "generated/one, generated/three: "]);
    assert!(is_built(dir.path(), "one") && is_built(dir.path(), "three"));
}

/// Who comes first by name does not take over the folder of another one.
#[test]
fn two_stacks_in_one_folder_are_both_refused() {
    let dir = three();
    ends(dir.path(), &["build"], 0, &[]);
    let compose = dir.path().join("generated/one/docker-compose.yml");
    let before = std::fs::read(&compose).unwrap();
    for output in ["one", "./one/", "ONE"] {
        let text = std::fs::read_to_string(input(dir.path(), "one")).unwrap();
        let other = text.replace("\"one\"", "\"a\"").replace("output = \"a\"", &format!("output = \"{output}\""));
        std::fs::write(input(dir.path(), "a"), other).unwrap();
        let words = [
            "inputs/a.toml is also built into ",
            "inputs/one.toml is also built into ",
            "2 errors: nothing was written for",
        ];
        ends(dir.path(), &["build"], 1, &words);
        assert_eq!(std::fs::read(&compose).unwrap(), before);
    }
}

#[test]
fn an_input_that_is_named_twice_is_one() {
    let dir = three();
    ends(dir.path(), &["build", "inputs/one.toml", "inputs/one.toml"], 0, &["generated/one: "]);
    assert!(is_built(dir.path(), "one"));
}

#[test]
fn what_is_no_input_keeps_no_other_from_being_built() {
    for link in [false, true] {
        let dir = three();
        let path = input(dir.path(), "two");
        std::fs::remove_file(&path).unwrap();
        if link {
            std::os::unix::fs::symlink("/etc/passwd", &path).unwrap();
        } else {
            std::fs::create_dir(&path).unwrap();
        }
        ends(dir.path(), &["build"], 2, &["inputs/two.toml", "generated/one, generated/three: "]);
        let output = stackgen(dir.path()).args(["check", "--format", "json"]).output().unwrap();
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), document["inputs"].as_array().unwrap().len()), (Some(2), 2));
    }
}

/// Many stacks take their time: a terminal shows how far it is, and nothing of that stays.
#[test]
fn a_terminal_shows_how_far_it_is() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("inputs")).unwrap();
    for number in 0..400 {
        let stack =
            base_with(&format!("[stack]\nname = 's{number}'\noutput = 's{number}'\n[host]\nname = 'h{number}'\n"));
        std::fs::write(input(dir.path(), &format!("s{number}")), stack).unwrap();
    }
    let run = |term: &str, words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_stackgen"));
        command.current_dir(dir.path()).env("TERM", term).env("NO_COLOR", "1").args(words);
        rexpect::session::spawn_command(command, Some(120_000)).unwrap().exp_eof().unwrap()
    };
    let shown = run("xterm", &["build"]);
    assert!(shown.contains(" of 400 stacks compiled") && shown.contains(" of 400 stacks written"), "{shown}");
    assert!(shown.contains("\r\u{1b}[Kgenerated/s0, "), "{shown}");
    for (term, words) in [("dumb", &["build"][..]), ("xterm", &["build", "--quiet"])] {
        assert!(!run(term, words).contains("of 400 stacks"), "{term} {words:?}");
    }
}

/// Where all fail, the words are those of one.
#[test]
fn where_all_fail_nothing_was_written() {
    let dir = three();
    for name in ["one", "two", "three"] {
        let path = input(dir.path(), name);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("quorum = 2", "quorum = 4")).unwrap();
    }
    ends(dir.path(), &["build"], 1, &["3 errors: nothing was written\n"]);
    assert!(!dir.path().join("generated").exists());
}
