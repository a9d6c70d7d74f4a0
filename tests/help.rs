//! The command line as people meet it first: help, completions, manual pages, colour, the standard input.

#[path = "support/mod.rs"]
mod support;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use support::{base_with, both, built, real_input, snapshot, stackgen, succeeds};

const COMMANDS: [&str; 11] =
    ["init", "build", "check", "diff", "env", "explain", "rules", "fix", "schema", "completions", "man"];

fn says(words: &[&str]) -> Output {
    stackgen(Path::new("/")).args(words).output().unwrap()
}

fn checked(text: &str, words: &[&str]) -> Output {
    let dir = tempfile::tempdir().unwrap();
    let mut command = stackgen(dir.path());
    let mut child =
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn help_names_every_command_and_shows_examples() {
    let output = says(&["--help"]);
    assert!(output.status.success());
    let text = both(&output);
    snapshot("cli", "help", &text);
    for command in COMMANDS {
        let of_command = both(&says(&[command, "--help"]));
        assert!(of_command.contains(&format!("Usage: stackgen {command}")), "{of_command}");
        assert!(text.lines().any(|line| line.trim_start().starts_with(command)), "{command}: {text}");
    }
}

/// The examples of the help are commands that work: in a folder with an input that was built, or for `init` in an
/// empty one.
#[test]
fn the_examples_run() {
    // A value that others issue would be missing.
    let dir = built(&real_input().replace(", issued_by = \"Anthropic\"", ""));
    let home = tempfile::tempdir().unwrap();
    let mut helps = vec![both(&says(&["--help"]))];
    helps.extend(COMMANDS.iter().map(|command| both(&says(&[command, "--help"]))));
    let lines: Vec<&str> = helps.iter().flat_map(|help| help.lines()).collect();
    let examples: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("  stackgen "))
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert!(examples.len() >= 25, "{examples:?}");
    // Root's folder of completions is not for tests.
    for example in examples.iter().map(|line| line.replace("/etc/bash_completion.d/", "")) {
        let empty = tempfile::tempdir().unwrap();
        let folder = if example.starts_with("init") { empty.path() } else { dir.path() };
        let line = format!(
            "PATH=\"{}:$PATH\"; mkdir -p ~/.config/fish/completions; [ -f stack.toml ] || cp inputs/stack.toml . || true; stackgen {example}",
            bin()
        );
        if example == "init" {
            continue; // It asks: tests/init.rs answers.
        }
        succeeds(Command::new("sh").args(["-euc", &line]).current_dir(folder).env("HOME", home.path()));
    }
}

/// The folder of the program.
fn bin() -> String {
    Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_slip_of_the_pen_is_put_right() {
    let output = says(&["biuld"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(both(&output).contains("'build'"), "{}", both(&output));
    let output = says(&["build", "--chek"]);
    assert!(both(&output).contains("'--check'"), "{}", both(&output));
    let output = says(&["man", "biuld"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn completions_are_those_of_the_shell() {
    let script = both(&says(&["completions", "bash"]));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), script).unwrap();
    let line = format!(
        ". {}; complete -p stackgen; COMP_WORDS=(stackgen env ro) COMP_CWORD=2; _stackgen stackgen ro env; echo \"${{COMPREPLY[@]}}\"",
        file.path().display()
    );
    let shown = both(&succeeds(Command::new("bash").args(["-euc", &line])));
    assert!(shown.contains("-F _stackgen stackgen"), "{shown}");
    assert!(shown.lines().any(|line| line == "rotate"), "{shown}");
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(both(&says(&["completions", shell])).contains("stackgen"), "{shell}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    assert!(both(&says(&["man"])).contains(".TH stackgen 1"));
    for command in COMMANDS {
        let page = both(&says(&["man", command]));
        assert!(page.contains(".SH SYNOPSIS") && page.contains(command), "{command}: {page}");
    }
    assert!(both(&says(&["man", "env", "rotate"])).contains("secret"));
}

#[test]
fn check_reads_the_standard_input() {
    let output = checked(&real_input(), &["check", "-"]);
    assert_eq!(output.status.code(), Some(0), "{}", both(&output));
    let output = checked(&base_with("[redis.sentinel]\nquorum = 9\n"), &["check", "-", "--color", "never"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(both(&output).contains("╭─[-:"), "{}", both(&output));
}

#[test]
fn colour_is_a_choice() {
    let wrong = base_with("[redis.sentinel]\nquorum = 9\n");
    let with = |when: &str| both(&checked(&wrong, &["--color", when, "check", "-"])).contains('\u{1b}');
    assert!(with("always"));
    assert!(!with("never"));
    assert!(!with("auto"), "a pipe is no terminal");
}

#[test]
fn the_version_names_the_commit() {
    let shown = both(&says(&["--version"]));
    let head = |format: &str| {
        let git =
            Command::new("git").args(["-C", env!("CARGO_MANIFEST_DIR"), "log", "-1", "--abbrev=12", format]).output();
        String::from_utf8(git.unwrap().stdout).unwrap()
    };
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(shown.trim(), format!("stackgen {version} ({})", head("--format=%h %cs").trim()));
    assert_eq!(both(&says(&["-V"])), shown);
}

#[test]
fn little_much_or_the_usual_is_said() {
    let dir = built(&real_input());
    let run = |words: &[&str]| both(&stackgen(dir.path()).args(words).output().unwrap());
    assert_eq!(run(&["build", "--quiet"]), "");
    assert_eq!(run(&["check", "-q"]), "");
    assert_eq!(
        run(&["env", "init", "development", "-q"]),
        "CLAUDE_API_KEY has no value yet: put the one that Anthropic issued there, in single quotes\n"
    );
    assert!(run(&["build"]).starts_with("generated: 28 files"));
    let much = run(&["build", "-v"]);
    for words in ["inputs/stack.toml: modes development, production, ha", "generated/odoo/odoo.conf: as it was"] {
        assert!(much.contains(words), "{words}: {much}");
    }
    std::fs::remove_file(dir.path().join("generated/odoo/odoo.conf")).unwrap();
    assert!(run(&["build", "-v"]).contains("generated/odoo/odoo.conf: written"));
    assert!(run(&["build", "-q", "-v"]).contains("cannot be used with"));
    // What fails is said, what does not is not.
    let wrong = base_with("[redis.sentinel]\nquorum = 9\n[odoo.options]\nworkers = 40\n");
    std::fs::write(dir.path().join("inputs/stack.toml"), &wrong).unwrap();
    let (usual, little) = (run(&["check"]), run(&["check", "-q"]));
    for (rule, stays) in [("quorum-exceeds-sentinels", true), ("odoo-too-many-workers", false)] {
        assert!(usual.contains(rule), "{usual}");
        assert_eq!(little.contains(rule), stays, "{little}");
    }
    assert!(run(&["check", "-q", "--deny", "warnings"]).contains("odoo-too-many-workers"));
}
