//! The pages for users: every block of TOML in them is built, every command is run, every link leads somewhere.
//! What needs a Docker engine is run by the end-to-end tests, what installs the program by `scripts/five-minutes`.

#[path = "support/mod.rs"]
mod support;

use stackgen::init::{Answers, Example, Machine, input};
use stackgen::units::{Bytes, Cpus, ProjectName, Unit as _};
use support::{compile, overlay, plain, root};

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// The input that recipes change.
fn example() -> toml::Table {
    let machine = Machine { memory: Bytes::mib(16 * 1024), cpus: Cpus::thousandths(8000) };
    let name = ProjectName::parse("shop").unwrap();
    let text = input(&Answers { name, example: Example::ProductionHa, machine }).unwrap();
    text.parse().unwrap()
}

/// Takes a key out, by its path.
fn take_out(input: &mut toml::Table, path: &str) {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    let table = above.split('.').filter(|part| !part.is_empty()).fold(input, |table, part| {
        table.get_mut(part).and_then(toml::Value::as_table_mut).unwrap_or_else(|| panic!("{path}"))
    });
    assert!(table.remove(key).is_some(), "{path}");
}

/// Adds what a block holds; allowances come behind those that are there.
fn add(input: &mut toml::Table, mut over: toml::Table) {
    let allowed = |of: &toml::Table| of.get("rules")?.get("allow")?.as_array().cloned();
    let all = allowed(input).into_iter().flatten().chain(allowed(&over).into_iter().flatten()).collect();
    if let Some(allow) = over.get_mut("rules").and_then(|rules| rules.get_mut("allow")) {
        *allow = toml::Value::Array(all);
    }
    overlay(input, over);
}

/// The blocks of TOML of a page: the heading above, what is taken out first, the text.
fn blocks(page: &str) -> Vec<(String, Vec<String>, String)> {
    let mut blocks = Vec::new();
    let (mut heading, mut without) = (String::new(), Vec::new());
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix("## ") {
            text.clone_into(&mut heading);
        } else if let Some(paths) = line.strip_prefix("<!-- without: ").and_then(|rest| rest.strip_suffix(" -->")) {
            without = paths.split(' ').map(str::to_owned).collect();
        } else if line == "```toml" {
            let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((heading.clone(), std::mem::take(&mut without), text.join("\n")));
        }
    }
    blocks
}

fn builds(page_name: &str, at_least: usize) {
    let text = page(page_name);
    let blocks = blocks(&text);
    assert_eq!(blocks.len(), text.matches("```toml").count());
    assert!(blocks.len() >= at_least, "{}", blocks.len());
    for (heading, without, block) in blocks {
        let mut input = example();
        without.iter().for_each(|path| take_out(&mut input, path));
        let over: toml::Table = block.parse().unwrap_or_else(|error| panic!("{heading}: {error}"));
        assert!(!over.is_empty() || block.starts_with("#:schema"), "{heading}");
        add(&mut input, over);
        let text = toml::to_string(&input).unwrap();
        let compiled = compile(&text);
        assert_eq!(plain(&text, &compiled), "", "{page_name}, {heading}");
        assert!(compiled.files.is_some());
    }
}

#[test]
fn the_recipes_build_without_findings() {
    builds("docs/recipes.md", 9);
}

#[test]
fn the_toml_of_the_guide_builds_without_findings() {
    builds("docs/guide.md", 2);
}
