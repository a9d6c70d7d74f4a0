//! `build --check` in a CI job: what is not as it should be, why, the difference, and what to do.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;

use support::{both, built, project, real_input, stackgen, succeeds};

const COMPOSE: &str = "generated/docker-compose.yml";

/// Breaks a folder that was built.
type Breaks = fn(&Path);

fn append(dir: &Path, file: &str, text: &str) {
    let path = dir.join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, before + text).unwrap();
}

fn replace(dir: &Path, file: &str, from: &str, to: &str) {
    let path = dir.join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    assert!(before.contains(from), "{from}");
    std::fs::write(path, before.replace(from, to)).unwrap();
}

/// What happened, and what is said of it: the file's state, a line of the difference, and the way out.
const BROKEN: &[(&str, Breaks, [&str; 3])] = &[
    (
        "the input changed",
        |dir| replace(dir, "inputs/stack.toml", "max_connections = 200", "max_connections = 210"),
        [
            "generated/docker-compose.yml: out of date",
            "+      - \"max_connections=210\"",
            "The input has changed: run `stackgen build`",
        ],
    ),
    (
        "a hand edit",
        |dir| append(dir, COMPOSE, "# mine\n"),
        [
            "generated/docker-compose.yml: edited by hand",
            "-# mine",
            "move the change into the input, then run `stackgen build --force`",
        ],
    ),
    (
        "a deletion",
        |dir| std::fs::remove_file(dir.join("generated/odoo/odoo.conf")).unwrap(),
        ["generated/odoo/odoo.conf: missing", "+[options]", "run `stackgen build` to write it again"],
    ),
    (
        "an orphan",
        |dir| replace(dir, "inputs/stack.toml", "[modes.ha]\nprofiles = [\"ha\"]\n", ""),
        ["generated/docker-compose.ha.yml: no longer generated", "-services:", "run `stackgen build` to remove it"],
    ),
    (
        "a file of others",
        |dir| {
            std::fs::remove_file(dir.join("generated/.stackgen.json")).unwrap();
            append(dir, COMPOSE, "# theirs\n");
        },
        [
            "generated/docker-compose.yml: not written by stackgen",
            "-# theirs",
            "A file that stackgen did not write is in the way",
        ],
    ),
];

#[test]
fn what_happened_is_told_apart_and_shown() {
    for (what, breaks, words) in BROKEN {
        let dir = built(&real_input());
        succeeds(stackgen(dir.path()).args(["build", "--check"]));
        breaks(dir.path());
        let output = stackgen(dir.path()).args(["build", "--check"]).output().unwrap();
        let shown = both(&output);
        assert_eq!(output.status.code(), Some(1), "{what}: {shown}");
        for word in words {
            assert!(shown.contains(word), "{what}: {word}: {shown}");
        }
        let ways = BROKEN.iter().filter(|(_, _, [.., way])| shown.contains(way)).count();
        assert!(ways <= 2, "{what}: {shown}");
    }
}

/// What a machine is told of each: the code, the file, and for some the line.
const TOLD: [(&str, &str, Option<usize>); 5] = [
    ("generated-stale", "generated/docker-compose.yml", None),
    ("generated-edited", "generated/docker-compose.yml", None),
    ("generated-missing", "generated/odoo/odoo.conf", Some(1)),
    ("generated-orphaned", "generated/docker-compose.ha.yml", Some(1)),
    ("generated-foreign", "generated/docker-compose.yml", None),
];

#[test]
fn machines_are_told_which_file_and_line() {
    for ((what, breaks, [.., way]), (code, file, line)) in BROKEN.iter().zip(TOLD) {
        let dir = built(&real_input());
        breaks(dir.path());
        let on_disk = std::fs::read_to_string(dir.path().join(file)).unwrap_or_default();
        let document = |format: &str| {
            let output = stackgen(dir.path()).args(["build", "--check", "--format", format]).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{what}, {format}: {}", both(&output));
            let document = String::from_utf8(output.stdout).unwrap();
            assert!(document.contains(code) && document.contains(file), "{what}, {format}: {document}");
            document
        };
        let json: serde_json::Value = serde_json::from_str(&document("json")).unwrap();
        let found = json["findings"].as_array().unwrap().iter().find(|found| found["file"] == file).unwrap();
        assert_eq!((found["rule"].as_str(), found["severity"].as_str()), (Some(code), Some("error")), "{what}");
        assert!(found["help"].as_str().unwrap().contains(way), "{what}: {found}");
        let at = found["range"]["start"]["line"].as_u64().unwrap();
        assert!(line.is_none_or(|line| at == line as u64), "{what}: {at}");
        if *what == "a hand edit" {
            assert_eq!(on_disk.lines().nth(at as usize - 1), Some("# mine"), "{what}: {at}");
            assert!(!json.to_string().contains("mine"), "what somebody wrote is not shown");
        }
        let sarif: serde_json::Value = serde_json::from_str(&document("sarif")).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        let place =
            |result: &serde_json::Value| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == file;
        assert!(results.iter().any(|result| result["ruleId"] == code && place(result)), "{what}: {sarif}");
        assert!(
            document("github").lines().any(|line| line.starts_with(&format!("::error file={file},line={at},"))),
            "{what}"
        );
        let gitlab: serde_json::Value = serde_json::from_str(&document("gitlab")).unwrap();
        assert!(
            gitlab
                .as_array()
                .unwrap()
                .iter()
                .any(|issue| issue["check_name"] == code && issue["location"]["path"] == file)
        );
        let junit = document("junit");
        let total = junit.lines().find(|line| line.starts_with("<testsuites ")).unwrap();
        assert!(!total.contains("failures=\"0\""), "{what}: {junit}");
    }
    let dir = built(&real_input());
    let output = stackgen(dir.path()).args(["build", "--check", "--format", "json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), json["findings"].as_array().map(Vec::len)), (Some(0), Some(0)));
}

#[test]
fn a_pasted_credential_is_hidden_in_the_difference() {
    let pasted = [
        "      PASSWORD: canary-of-someone\n",
        "      PASSWORD: |\n        canary-of-someone\n",
        "      - --requirepass\n      - canary-of-someone\n",
        "      - name: DB_PASSWORD\n        value: canary-of-someone\n",
        "      passwords:\n      - canary-of-someone\n",
    ];
    for pasted in pasted {
        let dir = built(&real_input());
        append(dir.path(), COMPOSE, pasted);
        for words in [&["build", "--check"][..], &["diff"]] {
            let output = stackgen(dir.path()).args(words).output().unwrap();
            assert!(!both(&output).contains("canary-of-someone"), "{pasted}: {}", both(&output));
        }
    }
}

#[test]
fn a_long_difference_is_cut() {
    let dir = built(&real_input());
    std::fs::remove_file(dir.path().join(COMPOSE)).unwrap();
    let shown = both(&stackgen(dir.path()).args(["build", "--check"]).output().unwrap());
    assert!(shown.lines().count() < 220, "{}", shown.lines().count());
    assert!(shown.contains("more lines: `stackgen diff` shows all"), "{shown}");
}

#[test]
fn an_old_manifest_alone_leaves_no_empty_lines() {
    let dir = built(&real_input());
    append(dir.path(), "generated/.stackgen.json", "\n");
    let output = stackgen(dir.path()).args(["build", "--check"]).output().unwrap();
    let shown = both(&output);
    assert_eq!(output.status.code(), Some(1), "{shown}");
    assert!(shown.contains(".stackgen.json) is out of date: run `stackgen build`"), "{shown}");
    assert!(!shown.contains("\n\n") && !shown.starts_with('\n'), "{shown}");
}

/// A gate that is read by something that ends early fails all the same: the status is that of what was found.
#[cfg(unix)]
#[test]
fn the_status_is_what_was_found_whatever_becomes_of_the_output() {
    let bad = project("[redis]\npassword = 3\n");
    let stale = built(&real_input());
    std::fs::write(stale.path().join("generated/odoo/odoo.conf"), "mine").unwrap();
    let status = |dir: &std::path::Path, words: &str| {
        let program = env!("CARGO_BIN_EXE_stackgen");
        let mut command = std::process::Command::new("bash");
        command.current_dir(dir).args(["-c", &format!("'{program}' {words}; exit ${{PIPESTATUS[0]}}")]);
        command.stderr(std::process::Stdio::null()).status().unwrap().code()
    };
    // The reader has ended before anything is written.
    let gone = "2>&1 | { exec 0<&-; sleep 0.2; }";
    for format in ["human", "json", "sarif", "github", "gitlab", "junit"] {
        for reader in ["| true", gone, ">/dev/full", ">&-", ">/dev/full 2>&1"] {
            assert_eq!(status(bad.path(), &format!("check --format {format} {reader}")), Some(1), "{format} {reader}");
            assert_eq!(
                status(bad.path(), &format!("build --check --format {format} {reader}")),
                Some(1),
                "{format} {reader}"
            );
        }
        assert_eq!(status(stale.path(), &format!("check --format {format} {gone}")), Some(0), "{format}");
        assert_eq!(status(stale.path(), &format!("build --check --format {format} {gone}")), Some(1), "{format}");
    }
    for words in ["fix --diff", "diff", "explain redis.password"] {
        let whole = status(bad.path(), words);
        assert_eq!(status(bad.path(), &format!("{words} {gone}")), whole, "{words}");
    }
    let unfixed = built(&real_input());
    replace(unfixed.path(), "inputs/stack.toml", "max_connections", "max_conections");
    for words in ["fix --diff --suggested", "diff"] {
        assert_eq!(status(unfixed.path(), words), Some(1), "{words}");
        for reader in [gone, ">/dev/full", ">&-"] {
            assert_eq!(status(unfixed.path(), &format!("{words} {reader}")), Some(1), "{words} {reader}");
        }
    }
}

/// A value that was changed has to come into use: the steps are told where they can be.
#[cfg(target_os = "linux")]
#[test]
fn the_steps_of_a_rotation_are_told_whatever_becomes_of_the_output() {
    let dir = built(&real_input());
    succeeds(stackgen(dir.path()).args(["env", "init", "production"]));
    let dotenv = || std::fs::read_to_string(dir.path().join("generated/.env")).unwrap();
    let before = dotenv();
    let mut command = stackgen(dir.path());
    command.args(["env", "rotate", "redis_password", "--mode", "production"]);
    let output = command.stdout(std::fs::File::create("/dev/full").unwrap()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_ne!(dotenv(), before, "{told}");
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("REDIS_PASSWORD has a new value") && told.contains("docker compose"), "{told}");
}

/// The list of generated files is broken, of a newer program, or a link: a finding in every format, and status 1.
#[test]
fn what_cannot_be_looked_at_is_a_finding_in_every_format() {
    type Breaks = fn(&Path);
    let breaks: [(&str, Breaks); 4] = [
        ("it is not a list of generated files", |dir| {
            std::fs::write(dir.join("generated/.stackgen.json"), "{").unwrap()
        }),
        ("was written by a newer stackgen", |dir| {
            replace(dir, "generated/.stackgen.json", "\"version\": 1", "\"version\": 2, \"more\": []");
        }),
        ("merge conflict markers", |dir| append(dir, "generated/.stackgen.json", "<<<<<<< HEAD\n")),
        ("is a symbolic link", |dir| {
            std::fs::remove_file(dir.join(COMPOSE)).unwrap();
            std::os::unix::fs::symlink("other", dir.join(COMPOSE)).unwrap();
        }),
    ];
    for (said, broken) in breaks {
        let dir = built(&real_input());
        broken(dir.path());
        for format in ["json", "sarif", "github", "gitlab", "junit"] {
            let output = stackgen(dir.path()).args(["build", "--check", "--format", format]).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(1), "{format} {said}");
            assert!(text.contains(said) && text.contains("generated-unreadable"), "{format}: {text}");
        }
        let output = stackgen(dir.path()).args(["build", "--check"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(both(&output).contains(said), "{}", both(&output));
        if said.contains("newer") {
            assert!(both(&output).contains("Install the version"), "{}", both(&output));
            let forced = stackgen(dir.path()).args(["build", "--force"]).output().unwrap();
            assert_eq!(forced.status.code(), Some(2), "{}", both(&forced));
        }
    }
}

/// What is quiet says which files, and what to do.
#[test]
fn quiet_says_no_differences() {
    let dir = built(&real_input());
    append(dir.path(), COMPOSE, "# mine\n");
    let said = both(&stackgen(dir.path()).args(["build", "--check", "-q"]).output().unwrap());
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(!said.contains("# mine"), "{said}");
}

/// A list that is lost or old is renewed, and that is said.
#[test]
fn a_renewed_list_is_told() {
    let dir = built(&real_input());
    std::fs::remove_file(dir.path().join("generated/.stackgen.json")).unwrap();
    let said = both(&succeeds(stackgen(dir.path()).arg("build")));
    assert!(said.contains("all up to date, .stackgen.json updated"), "{said}");
}

#[test]
fn statistics_and_documents_in_files() {
    let dir = project(&real_input().replace("quorum = 2", "quorum = 9").replace("workers = 4", "workers = 60"));
    let run = |words: &[&str]| stackgen(dir.path()).args(words).output().unwrap();
    let output = run(&["check", "--statistics"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("   1  error    ") && text.contains("odoo-too-many-workers"), "{text}");
    let words =
        ["check", "--format", "sarif", "--docs-url", "https://example.com/docs/", "--output-file", "out/x.sarif"];
    let output = run(&words);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let sarif = std::fs::read_to_string(dir.path().join("out/x.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        let uri = rule["helpUri"].as_str().unwrap().strip_prefix("https://example.com/docs/").unwrap();
        assert!(support::root().join("docs").join(uri).is_file(), "{uri}");
    }
    // It takes the place of nothing that is somebody's.
    let input = std::fs::read_to_string(dir.path().join("inputs/stack.toml")).unwrap();
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    std::fs::write(dir.path().join("generated/.env"), "A='b'\n").unwrap();
    std::os::unix::fs::symlink("out/x.sarif", dir.path().join("link")).unwrap();
    for path in ["inputs/stack.toml", "generated/.env", "generated/new.json", "link", "out", "-"] {
        let output = run(&["check", "--format", "json", "--output-file", path]);
        assert_eq!(output.status.code(), Some(2), "{path}");
        assert!(both(&output).contains(&format!("cannot write the findings to {path}")), "{}", both(&output));
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("inputs/stack.toml")).unwrap(), input);
    assert_eq!(std::fs::read_to_string(dir.path().join("generated/.env")).unwrap(), "A='b'\n");
    for words in [["check", "--output-file", "x"], ["check", "--docs-url", "javascript:x"]] {
        assert_eq!(run(&words).status.code(), Some(2));
    }
}
