//! The deployment document of the first user, as it is written: what is found in it.

#[path = "support/mod.rs"]
mod support;

use camino::Utf8Path;
use stackgen::surroundings::{InGit, Surroundings};
use support::{compile_in, overlay, plain, root, snapshot};

/// The machine of the deployment: everything is there.
struct Machine;

impl Surroundings for Machine {
    fn exists(&self, _: &Utf8Path, _: &str) -> Option<bool> {
        Some(true)
    }

    fn in_git(&self, _: &Utf8Path, _: &str) -> InGit {
        InGit::Ignored
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

/// The ten findings that a person should see first, each with the fixture it is found in.
const TEN: [(&str, &str); 10] = [
    ("maxmemory-exceeds-limit", "Redis is killed before it evicts a single key."),
    ("sentinel-without-replica", "Sentinels run in modes in which no replica runs."),
    ("connections-exceed-postgres", "The clients can open more connections than PostgreSQL accepts."),
    ("eviction-drops-sessions", "An eviction policy that logs users out."),
    ("endpoint-unauthenticated", "An address without the required password."),
    ("secret-in-environment", "A password variable that is never interpolated."),
    ("locale-not-in-image", "A locale that the image accepts but does not have."),
    ("odoo-option-removed", "An option that Odoo 19 ignores."),
    ("odoo-websocket-unrouted", "Chat and notifications do not work."),
    ("secret-literal", "A pasted password, which stackgen never shows again."),
];

fn ten() -> String {
    let inputs = [("stack.toml", fixture("as-written.toml")), ("stack.toml", refused())];
    let mut page = String::from(
        "# Ten findings\n\nWhat stackgen reports about the deployment document of its first user, exactly as printed. A test compares this page\nwith the output of the program; `UPDATE_DOCS=1 cargo test --test as_written` regenerates the page.\n",
    );
    for (rule, about) in TEN {
        let block = inputs.iter().find_map(|(path, text)| {
            let source = stackgen::source::Source::new(*path, text.as_str());
            let compiled = compile_in(text, &Machine);
            let one = compiled.found.iter().find(|found| found.rule == rule)?.clone();
            let renderer = stackgen::report::Renderer::new(false, 100);
            Some(renderer.render(&[one], &compiled.masked(&source)))
        });
        let block = block.unwrap_or_else(|| panic!("{rule} is not found"));
        let lines: Vec<&str> = block.trim().lines().map(str::trim_end).collect();
        page += &format!("\n## {rule}\n\n{about} [Its page](rules/{rule}.md).\n\n```text\n{}\n```\n", lines.join("\n"));
    }
    page
}

#[test]
fn the_page_of_ten_findings_is_as_they_are_printed() {
    let path = root().join("docs/ten-findings.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, ten()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), ten(), "UPDATE_DOCS=1 regenerates it");
}
