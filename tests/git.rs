//! What git does with a file is read without git; git itself is the witness.
#![cfg(unix)]

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Command;

use camino::Utf8Path;
use proptest::prelude::*;
use stackgen::git::WorkTree;
use stackgen::surroundings::InGit;
use support::{succeeds, tool};

/// git, with no configuration but that of the repository.
fn git(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("git");
    let identity = ["user.name=x", "user.email=x@example.com", "commit.gpgsign=false", "protocol.file.allow=always"];
    command.current_dir(dir).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.args(identity.iter().flat_map(|option| ["-c", option])).args(words);
    command
}

fn treats(dir: &Path, file: &str) -> InGit {
    let dir = Utf8Path::from_path(dir).unwrap();
    let file = dir.join(file);
    WorkTree::around(file.parent().unwrap()).map_or(InGit::Unknown, |tree| tree.treats(&file))
}

fn repository(options: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    succeeds(git(dir.path(), &["init", "-q"]).args(options));
    std::fs::create_dir(dir.path().join("generated")).unwrap();
    for file in ["generated/.env", "generated/docker-compose.yml", "other", ".gitignore"] {
        std::fs::write(dir.path().join(file), if file == ".gitignore" { ".env\n" } else { "x" }).unwrap();
    }
    succeeds(&mut git(dir.path(), &["add", "."]));
    succeeds(&mut git(dir.path(), &["commit", "-qm", "x"]));
    dir
}

/// Every form in which git keeps the list of tracked files.
#[test]
fn tracked_files_are_found_in_every_index() {
    if tool("git").is_none() {
        return;
    }
    let hash = ["--object-format=sha256"];
    let cases: [(&[&str], &[&[&str]]); 6] = [
        (&[], &[]),
        (&hash, &[]),
        (&[], &[&["update-index", "--index-version", "4"]]),
        (&[], &[&["update-index", "--split-index"]]),
        (&[], &[&["config", "index.skipHash", "true"], &["update-index", "--force-write-index"]]),
        (&hash, &[&["update-index", "--index-version", "4"], &["update-index", "--split-index"]]),
    ];
    for (options, commands) in cases {
        let dir = repository(options);
        commands.iter().for_each(|words| drop(succeeds(&mut git(dir.path(), words))));
        let what = format!("{options:?} {commands:?}");
        assert_eq!(treats(dir.path(), "generated/.env"), InGit::Ignored, "{what}");
        assert_eq!(treats(dir.path(), "generated/docker-compose.yml"), InGit::Tracked, "{what}");
        assert_eq!(treats(dir.path(), "generated/new"), InGit::Untracked, "{what}");
        assert_eq!(treats(dir.path(), "none/deep/new"), InGit::Untracked, "{what}");
        succeeds(&mut git(dir.path(), &["add", "--force", "generated/.env"]));
        assert_eq!(treats(dir.path(), "generated/.env"), InGit::Tracked, "{what}");
        std::fs::remove_file(dir.path().join("generated/.env")).unwrap();
        assert_eq!(treats(dir.path(), "generated/.env"), InGit::Tracked, "{what}: it is in the history");
    }
}

#[test]
fn further_work_trees_and_submodules_are_their_own() {
    if tool("git").is_none() {
        return;
    }
    let dir = repository(&[]);
    let further = tempfile::tempdir().unwrap();
    let tree = further.path().join("tree");
    succeeds(&mut git(dir.path(), &["worktree", "add", "-q", tree.to_str().unwrap()]));
    assert_eq!(treats(&tree, "other"), InGit::Tracked);
    assert_eq!(treats(&tree, "generated/new"), InGit::Untracked);
    let outer = tempfile::tempdir().unwrap();
    succeeds(&mut git(outer.path(), &["init", "-q"]));
    succeeds(&mut git(outer.path(), &["submodule", "--quiet", "add", dir.path().to_str().unwrap(), "sub"]));
    assert_eq!(treats(outer.path(), "sub/other"), InGit::Tracked);
    assert_eq!(treats(outer.path(), "sub/generated/.env"), InGit::Ignored);
    assert_eq!(treats(outer.path(), ".gitmodules"), InGit::Tracked);
    assert_eq!(treats(tempfile::tempdir().unwrap().path(), "x"), InGit::Unknown);
}

/// A conflict has a file three times in the index and none of them is the usual one.
#[test]
fn a_file_in_conflict_is_tracked() {
    if tool("git").is_none() {
        return;
    }
    let dir = repository(&[]);
    let write = |text: &str| {
        std::fs::write(dir.path().join("other"), text).unwrap();
        succeeds(&mut git(dir.path(), &["commit", "-qam", "x"]));
    };
    succeeds(&mut git(dir.path(), &["checkout", "-qb", "side"]));
    write("side");
    succeeds(&mut git(dir.path(), &["checkout", "-q", "-"]));
    write("main");
    assert!(!git(dir.path(), &["merge", "-q", "side"]).output().unwrap().status.success());
    assert_eq!(treats(dir.path(), "other"), InGit::Tracked);
}

/// The parts of a split index are opened by the library: a named pipe among them would be waited for.
#[test]
fn a_split_index_with_a_pipe_is_unknown() {
    if tool("git").is_none() {
        return;
    }
    let dir = repository(&[]);
    succeeds(&mut git(dir.path(), &["update-index", "--split-index"]));
    assert_eq!(treats(dir.path(), "other"), InGit::Tracked);
    let names = std::fs::read_dir(dir.path().join(".git")).unwrap().map(|entry| entry.unwrap().path());
    let shared = names.into_iter().find(|path| path.to_str().unwrap().contains("sharedindex.")).unwrap();
    std::fs::remove_file(&shared).unwrap();
    succeeds(Command::new("mkfifo").arg(&shared));
    assert_eq!(treats(dir.path(), "other"), InGit::Unknown);
}

/// What cannot be read says nothing.
#[test]
fn a_broken_index_is_unknown() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    for bytes in [&b""[..], b"DIRC", b"DIRC\0\0\0\x02\xff\xff\xff\xff", &[0; 4096]] {
        std::fs::write(dir.path().join(".git/index"), bytes).unwrap();
        assert_eq!(treats(dir.path(), "x"), InGit::Unknown, "{bytes:?}");
    }
    std::fs::remove_file(dir.path().join(".git/index")).unwrap();
    assert_eq!(treats(dir.path(), "x"), InGit::Untracked);
}

const PATTERNS: [&str; 25] = [
    "{a,b}",
    "x{y",
    r"\{a,b}",
    ".env",
    "*.env",
    "!.env",
    "/secrets/",
    "secrets",
    "!secrets/keep",
    "secrets/*",
    "!secrets/a",
    "**/a",
    "a/**",
    "# comment",
    "\\#x",
    "",
    "x y",
    "x\\ y",
    "*",
    "!*/",
    "/*",
    "!/secrets",
    "[ab]",
    "deep/",
    "deep/**/a",
];

const PATHS: [&str; 16] = [
    "{a,b}",
    "x{y",
    ".env",
    "a",
    "b",
    "#x",
    "x y",
    "secrets/a",
    "secrets/keep",
    "secrets/deep/a",
    "deep/a",
    "deep/deep/a",
    "deep/.env",
    "a/b",
    "deep/secrets/b",
    "prod.env",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the `.gitignore` files say, it means what git takes it for.
    #[test]
    fn patterns_mean_what_they_mean_to_git(
        root in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 0..6),
        deep in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 0..4),
        secrets in prop::collection::vec(prop::sample::select(&PATTERNS[..]), 0..3),
    ) {
        if tool("git").is_some() {
            let dir = tempfile::tempdir().unwrap();
            succeeds(&mut git(dir.path(), &["init", "-q"]));
            for (folder, lines) in [("", root), ("deep", deep), ("secrets", secrets)] {
                std::fs::create_dir_all(dir.path().join(folder)).unwrap();
                std::fs::write(dir.path().join(folder).join(".gitignore"), lines.join("\n")).unwrap();
            }
            for path in PATHS {
                let status = git(dir.path(), &["check-ignore", "-q", "--no-index", path]).status().unwrap();
                let expected = if status.success() { InGit::Ignored } else { InGit::Untracked };
                prop_assert_eq!(treats(dir.path(), path), expected, "{}", path);
            }
        }
    }
}
