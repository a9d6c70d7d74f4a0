//! The deployment document of the first user, as it is written: what is found in it.

#[path = "support/mod.rs"]
mod support;

use camino::Utf8Path;
use stackgen::surroundings::{InGit, LocalValues, Surroundings};
use support::{compile_in, overlay, plain, root, snapshot};

/// The machine of the deployment: everything is there.
struct Machine;

impl Surroundings for Machine {
    fn local_values(&self, _: &Utf8Path, _: &[&str]) -> LocalValues {
        LocalValues::default()
    }

    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        Some(true)
    }

    fn dotenv(&self, _: &Utf8Path) -> InGit {
        InGit::Untracked
    }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures").join(name)).unwrap()
}

/// The document with what the language does not take at all.
fn refused() -> String {
    let mut document: toml::Table = fixture("as-written.toml").parse().unwrap();
    overlay(&mut document, fixture("as-written-refused.toml").parse().unwrap());
    toml::to_string(&document).unwrap()
}

#[test]
fn the_document_as_written() {
    let input = fixture("as-written.toml");
    snapshot("as-written", "rules", &plain(&input, &compile_in(&input, &Machine)));
}

#[test]
fn what_the_language_does_not_take() {
    let input = refused();
    let text = plain(&input, &compile_in(&input, &Machine));
    assert!(!text.contains("odoo19_redis_pass"), "{text}");
    snapshot("as-written", "refused", &text);
}

/// The rules that the page of faults names, and where it names them.
fn named_by_the_page() -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/deployment-faults.md")).unwrap();
    let table = page.split("## Every fault").nth(1).expect("the page has the table of all faults");
    let cells = table.lines().filter(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(3));
    let words = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned);
    words.collect()
}

/// The page is true: each rule that it names finds something in the document.
#[test]
fn the_rules_that_the_page_of_faults_names_find_something() {
    let found: Vec<&str> = [fixture("as-written.toml"), refused()]
        .iter()
        .flat_map(|input| compile_in(input, &Machine).found)
        .map(|found| found.rule)
        .collect();
    let named = named_by_the_page();
    assert!(named.len() >= 30, "{named:?}");
    for rule in named {
        assert!(found.contains(&rule.as_str()), "{rule} finds nothing in the document as written");
    }
}
