//! The check of the dependencies finds what it is for: an advisory, one that is too old, and a crate that nobody looked up.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use support::{both, root, succeeds, tool};

/// A copy of the facts with a change.
fn facts(change: impl Fn(&Path)) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for file in ["facts.tsv", "looked-up.txt", "SNAPSHOT"] {
        std::fs::copy(root().join("scripts/advisories").join(file), dir.path().join(file)).unwrap();
    }
    change(dir.path());
    dir
}

fn append(path: &Path, text: &str) {
    std::fs::write(path, std::fs::read_to_string(path).unwrap() + text).unwrap();
}

#[test]
fn the_dependencies_are_checked() {
    if tool("cargo-deny").is_none() {
        return;
    }
    let deny = |dir: &tempfile::TempDir| {
        let mut command = Command::new(root().join("scripts/deny"));
        command.arg(dir.path());
        command
    };
    succeeds(&mut deny(&facts(|_| {})));
    let refused = |dir: &tempfile::TempDir, says: &str| {
        let output = deny(dir).output().unwrap();
        assert!(!output.status.success() && both(&output).contains(says), "{says}: {}", both(&output));
    };
    let row = "toml\tRUSTSEC-2026-9999\t2026-10-01\tvulnerability\t>= 99.0.0\t\t\n";
    refused(&facts(|dir| append(&dir.join("facts.tsv"), row)), "RUSTSEC-2026-9999");
    let row = "camino\tRUSTSEC-2026-9998\t2026-10-01\tunmaintained\t\t\t\n";
    refused(&facts(|dir| append(&dir.join("facts.tsv"), row)), "unmaintained");
    refused(&facts(|dir| std::fs::write(dir.join("SNAPSHOT"), "2025-01-01").unwrap()), "stale");
    let without = |dir: &Path| {
        let path = dir.join("looked-up.txt");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\ntoml\n", "\n")).unwrap();
    };
    refused(&facts(without), "not looked up in the database of advisories (scripts/advisories): toml");
}
