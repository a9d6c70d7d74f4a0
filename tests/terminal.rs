//! What a person sees on a terminal: nothing is wider than it, and no word is broken.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use support::{project, real_input, root, snapshot};

/// What a command shows on a terminal of so many columns.
fn on_terminal(dir: &Path, columns: usize, words: &str) -> String {
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_stackgen");
    command
        .current_dir(dir)
        .env("NO_COLOR", "1")
        .args(["-c", &format!("stty cols {columns} rows 50; exec {program} {words}")]);
    let mut terminal = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    // It gives each byte as a character.
    let bytes: Vec<u8> = terminal.exp_eof().unwrap().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    String::from_utf8(bytes).unwrap().replace('\r', "")
}

/// Commands whose output is prose, tables and reports.
const COMMANDS: &[&str] = &[
    "",
    "--help",
    "init --help",
    "build --help",
    "check --help",
    "env --help",
    "env rotate --help",
    "explain --help",
    "rules",
    "explain quorum-needs-all",
    "explain connections-exceed-postgres",
    "explain redis.maxmemory",
    "explain services",
    "explain rules",
    "explain no-such-rule",
    "check",
    "check no/such/input.toml",
    "build",
    "fix",
    "env check",
];

#[test]
fn nothing_is_wider_than_the_terminal() {
    let faulty = std::fs::read_to_string(root().join("tests/fixtures/thirty.toml")).unwrap();
    for input in [real_input(), faulty] {
        let dir = project(&input);
        for columns in [80, 120] {
            for words in COMMANDS {
                let text = on_terminal(dir.path(), columns, words);
                assert!(!text.trim().is_empty(), "{words}");
                for line in text.lines().filter(|line| line.chars().count() > columns) {
                    let one_word = !line.trim().contains(' ');
                    assert!(one_word, "{words} at {columns}: {line}");
                }
            }
        }
    }
}

/// The primary place heads its excerpt and comes first, wherever the others are; a long line is cut around what is meant.
#[test]
fn a_finding_on_a_terminal() {
    let input = real_input().replace("max_connections = 200", "max_connections = 100");
    let dir = project(&input);
    let text = on_terminal(dir.path(), 80, "check");
    snapshot("terminal", "finding", text.trim());
}
