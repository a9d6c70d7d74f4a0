//! A foreign repository runs nothing, reads nothing that is not its own, and steers no terminal. `docs/trust.md` lists the
//! attacks.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use support::{base_with, both, built, project, real_input, stackgen, succeeds, tool};

/// Every command, as it is run in a project.
const COMMANDS: &[&[&str]] = &[
    &["build"],
    &["build", "--check"],
    &["build", "--force"],
    &["check"],
    &["check", "--format", "json"],
    &["diff"],
    &["explain", "redis.maxmemory"],
    &["explain", "generated/docker-compose.yml:3"],
    &["explain", "quorum-not-majority"],
    &["fix", "--diff"],
    &["fix"],
    &["env", "check", "production"],
    &["env", "init", "production"],
    &["env", "rotate", "redis_password", "--mode", "production"],
    &["rules"],
    &["schema"],
    &["init", "--yes"],
    &["man"],
    &["completions", "bash"],
];

/// A command in a folder, ended after ten seconds and with at most two gigabytes of address space.
fn bounded(dir: &Path, words: &[&str]) -> Output {
    let mut command = Command::new("bash");
    command.current_dir(dir).args(["-c", "ulimit -v 2000000; exec timeout -s KILL 10 \"$@\"", "-"]);
    command.arg(env!("CARGO_BIN_EXE_stackgen")).args(words);
    let start = Instant::now();
    let output = command.output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(10) && output.status.code() != Some(137), "{words:?} does not end");
    assert!(output.status.code().is_some_and(|code| code <= 2), "{words:?}: {output:?}");
    output
}

fn git(dir: &Path, words: &[&str]) {
    let git = tool("git").unwrap();
    succeeds(Command::new(git).current_dir(dir).args(words));
}

/// A configuration with which git runs a program at nearly everything that it does.
fn configuration(program: &Path) -> String {
    let program = program.display();
    format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ..\n\tfsmonitor = {program}\n\thooksPath = .\n\
         \tpager = {program}\n\teditor = {program}\n\tsshCommand = {program}\n[diff]\n\texternal = {program}\n\
         [filter \"x\"]\n\tclean = {program}\n\tprocess = {program}\n[alias]\n\tls-files = !{program}\n"
    )
}

/// A project whose `generated/` is a bare repository among ordinary files, inside of a repository whose own configuration
/// names the same program, and where programs of this name are first in the path.
fn trap() -> (tempfile::TempDir, std::path::PathBuf) {
    let dir = built(&real_input());
    let (program, mark) = (dir.path().join("trap.sh"), dir.path().join("ran"));
    std::fs::write(&program, format!("#!/bin/sh\necho \"$0 $*\" >>'{}'\n", mark.display())).unwrap();
    std::fs::create_dir(dir.path().join("bin")).unwrap();
    succeeds(Command::new("chmod").arg("+x").arg(&program));
    for name in ["git", "sh", "docker", "less", "vi"] {
        symlink(&program, dir.path().join("bin").join(name)).unwrap();
    }
    let generated = dir.path().join("generated");
    for folder in ["objects", "refs"] {
        std::fs::create_dir(generated.join(folder)).unwrap();
    }
    std::fs::write(generated.join("HEAD"), "ref: refs/heads/main\n").unwrap();
    std::fs::write(generated.join("config"), configuration(&program)).unwrap();
    std::fs::write(generated.join(".env"), "REDIS_PASSWORD='something-local'\n").unwrap();
    std::fs::write(generated.join(".gitattributes"), "* filter=x diff=x\n").unwrap();
    git(dir.path(), &["init", "-q"]);
    std::fs::write(dir.path().join(".git/config"), configuration(&program)).unwrap();
    (dir, mark)
}

/// The trap works: git itself steps into it.
#[test]
fn git_would_run_what_the_repository_names() {
    if tool("git").is_none() {
        return;
    }
    let (dir, mark) = trap();
    let _ = Command::new("git").current_dir(dir.path().join("generated")).args(["status"]).output().unwrap();
    assert!(mark.exists(), "git {:?} runs nothing", Command::new("git").arg("version").output());
}

/// No command starts a program, opens a socket or loads a library that the system does not name: the kernel says so.
#[test]
fn no_command_runs_what_a_repository_names() {
    let (Some(strace), Some(_)) = (tool("strace"), tool("git")) else { return };
    for words in COMMANDS {
        let (dir, mark) = trap();
        let path = format!("{}:{}", dir.path().join("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(&strace);
        command.current_dir(dir.path()).env("PATH", path).env("GIT_DIR", dir.path().join("generated"));
        command.args(["-f", "-qq", "-e", "trace=execve,execveat,socket,connect", "-o"]).arg(dir.path().join("calls"));
        let output = command.arg(env!("CARGO_BIN_EXE_stackgen")).args(*words).output().unwrap();
        let calls = std::fs::read_to_string(dir.path().join("calls")).unwrap();
        let calls: Vec<&str> = calls.lines().filter(|line| !line.contains("+++ exited")).collect();
        assert!(
            matches!(calls.as_slice(), [own] if own.contains("execve(")),
            "{words:?}: {calls:?}\n{}",
            both(&output)
        );
        assert!(!mark.exists(), "{words:?} ran {:?}", std::fs::read_to_string(&mark));
    }
}

/// What can lie in the place of a file, by a name for it.
fn put(kind: &str, path: &Path) -> Option<UnixListener> {
    let _ = std::fs::remove_file(path);
    match kind {
        "zero" => symlink("/dev/zero", path).unwrap(),
        "random" => symlink("/dev/urandom", path).unwrap(),
        "terminal" => symlink("/dev/tty", path).unwrap(),
        "pipe" => drop(succeeds(Command::new("mkfifo").arg(path))),
        "linked pipe" => {
            let pipe = path.with_extension("pipe");
            let _ = std::fs::remove_file(&pipe);
            succeeds(Command::new("mkfifo").arg(&pipe));
            symlink(&pipe, path).unwrap();
        }
        "huge" => std::fs::File::create(path).unwrap().set_len(8 << 30).unwrap(),
        "loop" => symlink(path, path).unwrap(),
        "folder" => std::fs::create_dir(path).unwrap(),
        "socket" => return Some(UnixListener::bind(path).unwrap()),
        other => panic!("{other}"),
    }
    None
}

const KINDS: [&str; 9] = ["zero", "random", "terminal", "pipe", "linked pipe", "huge", "loop", "folder", "socket"];

/// Every file that a command reads, in the place of which something without end, or without an answer, is put.
#[test]
fn no_file_of_a_repository_makes_a_command_hang_or_grow() {
    let places = [
        "generated/.env",
        "generated/shop/.env",
        "inputs/stack.toml",
        "inputs/other.toml",
        "generated/.stackgen.json",
        "generated/docker-compose.yml",
        "generated/redis/start.sh",
        ".gitignore",
        "generated/.gitignore",
        ".git/index",
    ];
    let file = "[secrets]\nredis_password = { file = '../values/redis', rotate = '90d' }\n";
    let dir = built(&base_with(&format!("# without secrets.redis_password\n{file}")));
    git(dir.path(), &["init", "-q"]);
    std::fs::write(dir.path().join(".gitignore"), "/values/\n").unwrap();
    git(dir.path(), &["add", "inputs"]);
    std::fs::create_dir(dir.path().join("generated/shop")).unwrap();
    let commands: [&[&str]; 5] = [&["check"], &["build", "--check"], &["diff"], &["env", "check"], &["fix", "--diff"]];
    for place in places {
        for kind in KINDS {
            let path = dir.path().join(place);
            let before = std::fs::read(&path).ok();
            let listener = put(kind, &path);
            for words in commands {
                let output = bounded(dir.path(), words);
                let told = both(&output);
                assert!(!told.contains("panicked") && !told.contains("This is a bug"), "{place} {kind}: {told}");
                if place.ends_with(".env") && !matches!(kind, "loop") {
                    assert_eq!(output.status.code(), Some(2), "{place} {kind} {words:?}: {told}");
                    assert!(told.contains(place), "{told}");
                }
            }
            drop(listener);
            let _ = if kind == "folder" { std::fs::remove_dir(&path) } else { std::fs::remove_file(&path) };
            if let Some(bytes) = before {
                std::fs::write(&path, bytes).unwrap();
            }
        }
    }
    succeeds(stackgen(dir.path()).args(["build", "--check"]));
}

/// The folders that stackgen itself looks into are not followed out of the project, and neither is an input.
#[test]
fn links_do_not_lead_out_of_the_project() {
    let outside = project(&real_input());
    std::fs::write(outside.path().join("inputs/secret.toml"), "aws_secret = OUTSIDEoutside\n").unwrap();
    let refused = |link: &str, to: &Path| {
        let dir = project(&real_input());
        let path = dir.path().join(link);
        let _ = std::fs::remove_dir_all(&path).or_else(|_| std::fs::remove_file(&path));
        symlink(to, &path).unwrap();
        for words in COMMANDS.iter().filter(|words| !matches!(words[0], "schema" | "man" | "completions")) {
            let looks_at_output = !matches!(words[0], "init" | "rules");
            if words[..] == ["explain", "quorum-not-majority"] || (link == "generated" && !looks_at_output) {
                continue;
            }
            let output = bounded(dir.path(), words);
            let told = both(&output);
            // There is an input already, or it is refused.
            assert_eq!(output.status.code(), Some(2), "{link} {words:?}: {told}");
            assert!(
                told.contains("leaves the project through a symbolic link") || words[0] == "init",
                "{link} {words:?}: {told}"
            );
            assert!(!told.contains("OUTSIDE"), "{told}");
        }
    };
    let empty = tempfile::tempdir().unwrap();
    refused("inputs", &outside.path().join("inputs"));
    refused("generated", empty.path());
    refused("inputs/stack.toml", &outside.path().join("inputs/secret.toml"));
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 1);
    // The folder of a stack below the output folder, too.
    let dir = project(&real_input().replace("[stack]\n", "[stack]\noutput = \"shop\"\n"));
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    symlink(empty.path(), dir.path().join("generated/shop")).unwrap();
    for words in [&["build"][..], &["env", "init", "production"]] {
        let output = bounded(dir.path(), words);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", both(&output));
        assert!(both(&output).contains("leaves the project through a symbolic link"), "{}", both(&output));
    }
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
    // A link that stays in the project is an ordinary file.
    let dir = project("");
    std::fs::write(dir.path().join("shared.toml"), real_input()).unwrap();
    std::fs::remove_file(dir.path().join("inputs/stack.toml")).unwrap();
    symlink("../shared.toml", dir.path().join("inputs/stack.toml")).unwrap();
    succeeds(stackgen(dir.path()).arg("build"));
}

/// Names of files and keys that would steer a terminal, begin a line of their own, or run as a command where pasted.
#[test]
fn no_name_steers_the_terminal_or_a_shell() {
    let evil = "a\u{1b}]0;owned\u{7}\u{1b}[2J\n::error::owned\u{202e}";
    let clean = |output: &Output, what: &str| {
        let told = both(output);
        assert!(!told.chars().any(|c| c.is_control() && !"\n\t".contains(c)), "{what}: {told:?}");
        assert!(
            !told.contains('\u{202e}') && !told.lines().any(|line| line.starts_with("::error::owned")),
            "{what}: {told:?}"
        );
    };
    for format in ["human", "github", "gitlab", "junit", "json", "sarif"] {
        let dir = project(&real_input());
        std::fs::write(dir.path().join("inputs").join(format!("{evil}.toml")), "x = 1").unwrap();
        let output = stackgen(dir.path()).args(["check", "--format", format]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        clean(&output, format);
        let dir = project(&format!(
            "{}\n[\"{}\"]\nx = 1\n",
            real_input(),
            evil.escape_default()
                .to_string()
                .replace("\\u{1b}", "\\u001b")
                .replace("\\u{7}", "\\u0007")
                .replace("\\u{202e}", "\\u202e")
        ));
        let output = stackgen(dir.path()).args(["check", "--format", format]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", both(&output));
        clean(&output, format);
    }
    let dir = project(&real_input());
    std::fs::write(dir.path().join("::error::owned.toml"), "x = 1").unwrap();
    for words in
        [&["check", "::error::owned.toml"][..], &["fix", "::error::owned.toml"], &["rules", "::error::owned.toml"]]
    {
        clean(&stackgen(dir.path()).args(words).output().unwrap(), &words.join(" "));
    }
    let dir = built(&real_input());
    let manifest = dir.path().join("generated/.stackgen.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    let named = serde_json::to_string(&format!("{evil}.conf")).unwrap();
    std::fs::write(&manifest, text.replace("\"files\": {", &format!("\"files\": {{\n{named}: \"00\","))).unwrap();
    for words in [&["diff"][..], &["build", "--check"], &["build"]] {
        let output = stackgen(dir.path()).args(words).output().unwrap();
        assert!(!output.status.success() || words[0] == "diff", "{}", both(&output));
        clean(&output, &words.join(" "));
    }
    let dir = project(&real_input());
    let out = "$(touch owned) `touch owned`; 'x";
    succeeds(stackgen(dir.path()).args(["build", "--out", out]));
    succeeds(stackgen(dir.path()).args(["env", "init", "development", "--out", out]));
    let output = succeeds(stackgen(dir.path()).args(["env", "rotate", "redis_password", "--out", out]));
    let told = both(&output);
    let pasted = told.lines().find(|line| line.starts_with("cd ")).unwrap();
    let pasted = format!("{pasted} && pwd");
    let place = succeeds(Command::new("sh").current_dir(dir.path()).args(["-c", &pasted]));
    assert!(both(&place).trim_end().ends_with(out) && !dir.path().join("owned").exists(), "{}", both(&place));
}

/// The page about trust names tests that are there.
#[test]
fn the_page_names_tests_that_exist() {
    let page = std::fs::read_to_string(support::root().join("docs/trust.md")).unwrap();
    let mut count = 0;
    for command in page.split('`').filter_map(|text| text.strip_prefix("cargo test --test ")) {
        let (target, name) = command.split_once(' ').unwrap_or((command, ""));
        let file = support::root().join("tests").join(format!("{target}.rs"));
        let folder = support::root().join("tests").join(target);
        let mut text = std::fs::read_to_string(&file).unwrap_or_default();
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            text += &format!("mod {}\n", entry.file_name().to_string_lossy());
        }
        let named = text.lines().any(|line| line.contains(name) && (line.contains("fn ") || line.starts_with("mod ")));
        assert!(named, "{command}");
        count += 1;
    }
    assert!(count > 15, "{count}");
}
