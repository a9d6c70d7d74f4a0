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

/// The page of commands has each of them, and each format.
#[test]
fn the_page_of_commands_is_whole() {
    let page = std::fs::read_to_string(support::root().join("docs/commands.md")).unwrap();
    for command in COMMANDS {
        assert!(page.contains(&format!("| `stackgen {command}")), "{command}");
    }
    let help = both(&says(&["check", "--help"]));
    for format in ["json", "sarif", "github", "gitlab", "junit"] {
        assert!(help.contains(format) && page.contains(&format!("| `{format}` |")), "{format}");
    }
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

/// What bash proposes for the last of these words, in a folder.
fn proposed(dir: &Path, words: &[&str]) -> Vec<String> {
    let script = both(&says(&["completions", "bash"]));
    std::fs::write(dir.join("completions"), script).unwrap();
    let line = format!(
        "PATH=\"{}:$PATH\"; . ./completions; complete -p stackgen; COMP_TYPE=9; COMP_WORDS=(\"$@\") COMP_CWORD=$(($# - 1)); \
         $(complete -p stackgen | sed 's/.*-F \\([^ ]*\\).*/\\1/') stackgen \"${{COMP_WORDS[COMP_CWORD]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        bin()
    );
    let mut command = Command::new("bash");
    let shown = succeeds(command.current_dir(dir).args(["-ec", &line, "bash"]).args(words));
    String::from_utf8(shown.stdout).unwrap().lines().skip(1).map(|line| line.trim().to_owned()).collect()
}

/// A shell proposes the names of rules, keys, modes and secrets, those of the inputs among them.
#[test]
fn completions_are_those_of_the_shell() {
    let dir = built(&real_input());
    for (words, expected, other) in [
        (vec!["stackgen", "env", "ro"], "rotate", "init"),
        (vec!["stackgen", "explain", "quorum-n"], "quorum-not-majority", "quorum-exceeds-sentinels"),
        (vec!["stackgen", "explain", "unknown-"], "unknown-key", "wrong-type"),
        (vec!["stackgen", "explain", "redis.max"], "redis.maxmemory", "redis"),
        (vec!["stackgen", "explain", "services."], "services.ai_service", "redis.port"),
        (vec!["stackgen", "env", "init", "prod"], "production", "ha"),
        (vec!["stackgen", "explain", "redis.port", "--mode", "de"], "development", "ha"),
        (vec!["stackgen", "env", "rotate", "redis"], "redis_password", "claude_api_key"),
        (vec!["stackgen", "fix", "--rule", "even"], "even-sentinels", "redis_password"),
    ] {
        let found = proposed(dir.path(), &words);
        assert!(found.iter().any(|name| name == expected), "{words:?}: {found:?}");
        assert!(found.iter().all(|name| name != other), "{words:?}: {found:?}");
    }
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(both(&says(&["completions", shell])).contains("STACKGEN_COMPLETE"), "{shell}");
    }
}

/// A shell puts what is proposed on the line as it is: nothing that it would run, no option, no credential.
#[test]
fn completions_propose_no_hostile_name_and_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(dir.path().join("inputs")).unwrap();
    std::fs::create_dir_all(dir.path().join("generated")).unwrap();
    std::fs::write(dir.path().join("generated/.env"), "REDIS_PASSWORD='zcanary4f9a77c1'\n").unwrap();
    let token = format!("ghp_{}", "Ab1".repeat(12));
    let names = ["z$(touch PWNED)", "z;id", "z`id`", "z id", "-rf", &token, "zcanary4f9a77c1"];
    let keys: String =
        names.iter().map(|name| format!("{} = {{ env = \"A_B\" }}\n", toml::Value::from(*name))).collect();
    std::fs::write(dir.path().join("inputs/stack.toml"), format!("[secrets]\n{keys}zplain = {{ env = \"A_C\" }}\n"))
        .unwrap();
    assert_eq!(proposed(dir.path(), &["stackgen", "env", "rotate", "z"]), ["zplain"]);
    assert!(proposed(dir.path(), &["stackgen", "env", "rotate", "g"]).iter().all(|name| !name.contains("ghp_")));
    assert!(!dir.path().join("PWNED").exists());
}

#[test]
fn rules_are_listed_in_groups() {
    let text = both(&says(&["rules"]));
    let titles: Vec<&str> = text.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).collect();
    assert!(titles.len() > 8 && titles.contains(&"PostgreSQL"), "{titles:?}");
    assert_eq!(text.lines().filter(|line| line.starts_with("  ")).count(), stackgen::rules::RULES.len());
}

#[test]
fn all_manual_pages_are_written_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let man = dir.path().join("share/man1");
    succeeds(stackgen(dir.path()).args(["man", "--all", man.to_str().unwrap()]));
    let pages: Vec<String> =
        std::fs::read_dir(&man).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(pages.len(), 1 + COMMANDS.len() + 3, "{pages:?}");
    for command in COMMANDS {
        let page = std::fs::read_to_string(man.join(format!("stackgen-{command}.1"))).unwrap();
        assert!(page.contains(&format!(".TH stackgen-{command} 1")), "{page}");
    }
    assert!(pages.contains(&"stackgen-env-rotate.1".to_owned()), "{pages:?}");
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
        "CLAUDE_API_KEY has no value yet: add the one that Anthropic issued, in single quotes\n"
    );
    assert!(run(&["build"]).starts_with("generated: 29 files"));
    let much = run(&["build", "-v"]);
    for words in ["inputs/stack.toml: modes development, production, ha", "generated/odoo/odoo.conf: unchanged"] {
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
