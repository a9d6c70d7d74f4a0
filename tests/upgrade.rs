//! A new major version of PostgreSQL: nothing is built over the data of the old one until somebody says where that is.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;

use support::{base_with, both, built, stackgen};

fn with(image: &str, volume: &str) -> String {
    base_with(&format!("[postgres]\nimage = 'postgres:{image}'\nvolume = '{volume}'\n"))
}

/// What a command says with an input, and whether it succeeds.
fn run(dir: &Path, input: &str, words: &[&str]) -> (bool, String) {
    std::fs::write(dir.join("inputs/stack.toml"), input).unwrap();
    let output = stackgen(dir).args(words).output().unwrap();
    (output.status.success(), both(&output))
}

fn manifest(dir: &Path) -> String {
    std::fs::read_to_string(dir.join("generated/.stackgen.json")).unwrap()
}

#[test]
fn another_major_version_is_refused_until_it_is_confirmed() {
    let dir = built(&with("15-alpine", "data"));
    let dir = dir.path();
    let before = manifest(dir);
    assert!(before.contains("\"shop_data\": 15"), "{before}");
    for words in [&["build"][..], &["check"], &["build", "--check"], &["build", "--force"]] {
        let (fine, said) = run(dir, &with("16-alpine", "data"), words);
        assert!(!fine && said.contains("postgres-major-changed"), "{words:?}: {said}");
        for part in ["`shop_data`", "PostgreSQL 15", "this is PostgreSQL 16", "--data-migrated"] {
            assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part}: {said}");
        }
        assert_eq!(manifest(dir), before, "{words:?}");
    }
    let (fine, said) = run(dir, &with("16-alpine", "data"), &["build", "--data-migrated"]);
    assert!(fine && manifest(dir).contains("\"shop_data\": 16"), "{said}");
    let (fine, said) = run(dir, &with("16-alpine", "data"), &["build", "--check"]);
    assert!(fine, "confirmed once: {said}");
    let (fine, said) = run(dir, &with("15-alpine", "data"), &["build"]);
    assert!(!fine && said.contains("postgres-major-changed"), "there is no way back: {said}");
}

/// The old volume stays on the host, and what is known of it stays with it.
#[test]
fn a_volume_of_its_own_needs_no_confirmation() {
    let dir = built(&with("15-alpine", "data"));
    let dir = dir.path();
    let (fine, said) = run(dir, &with("17-alpine", "data17"), &["build"]);
    assert!(fine, "{said}");
    let noted = manifest(dir);
    assert!(noted.contains("\"shop_data\": 15") && noted.contains("\"shop_data17\": 17"), "{noted}");
    let (fine, said) = run(dir, &with("17-alpine", "data"), &["build"]);
    assert!(!fine && said.contains("postgres-major-changed"), "{said}");
    let (fine, said) = run(dir, &with("15.4", "data"), &["build"]);
    assert!(fine, "the same major version: {said}");
}

/// A list that says nothing of the volume, is broken, or is gone, is no way around: the Compose file says what was built.
#[test]
fn what_was_built_is_known_without_the_manifest_too() {
    let dir = built(&with("15-alpine", "data"));
    let dir = dir.path();
    let (path, noted) = (dir.join("generated/.stackgen.json"), manifest(dir));
    let mut without: serde_json::Value = serde_json::from_str(&noted).unwrap();
    without.as_object_mut().unwrap().remove("postgres").unwrap();
    let broken = format!("<<<<<<< ours\n{noted}=======\n{noted}>>>>>>> theirs\n");
    for manifest in [Some(without.to_string()), Some(broken), None] {
        match &manifest {
            Some(text) => std::fs::write(&path, text).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        let (fine, said) = run(dir, &with("18-alpine", "data"), &["build", "--force"]);
        assert!(!fine && said.contains("was built for PostgreSQL 15"), "{manifest:?}: {said}");
        let (fine, said) = run(dir, &with("15.4", "data"), &["build", "--force"]);
        assert!(fine, "{manifest:?}: {said}");
    }
}
