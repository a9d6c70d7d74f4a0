//! What CONTRIBUTING.md names is there.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::process::Command;

use support::{root, succeeds, tool};

fn page() -> String {
    std::fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap()
}

#[test]
fn the_recipes_are_those_of_the_justfile() {
    let Some(just) = tool("just") else { return };
    let output = succeeds(Command::new(just).args(["--summary"]).current_dir(root()));
    let recipes = String::from_utf8(output.stdout).unwrap();
    let recipes: BTreeSet<&str> = recipes.split_whitespace().collect();
    let page = page();
    let named: BTreeSet<&str> =
        page.split("just ").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()).collect();
    let named: BTreeSet<&str> = named.into_iter().filter(|name| *name != "cargo").collect();
    assert!(named.contains("fast") && named.is_subset(&recipes), "{named:?}, {recipes:?}");
}

#[test]
fn the_files_are_there() {
    let page = page();
    let mut count = 0;
    for path in page.split('`').skip(1).step_by(2).filter(|code| code.contains('/') && !code.contains([' ', '*'])) {
        if ["NAME", "PRODUCT"].iter().all(|word| !path.contains(word)) {
            assert!(root().join(path).exists(), "{path}");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}
