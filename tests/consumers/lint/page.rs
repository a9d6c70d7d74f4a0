//! The page that shows the list of exceptions.

use crate::support::root;

use super::LINTERS;
use super::exceptions::of_tool;

const PAGE: &str = "docs/static-checks.md";

/// What stands before and behind the table in the page.
const MARKS: [&str; 2] = ["<!-- made from tests/consumers/lint/exceptions.toml -->\n", "<!-- end -->\n"];

fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// A table for each tool, by name.
fn tables() -> String {
    let mut out = String::new();
    for linter in &LINTERS {
        let list = of_tool(linter.name);
        out += &format!("\n### {}\n\n", linter.name);
        if list.is_empty() {
            out += "No exceptions.\n";
            continue;
        }
        out += "| rule | files | text | reason |\n|---|---|---|---|\n";
        for entry in list {
            let files = entry.files.iter().map(|files| code(files)).collect::<Vec<_>>().join(", ");
            let text = entry.text.as_deref().map_or_else(|| "any".to_owned(), code);
            out += &format!("| {} | {files} | {text} | {} |\n", entry.rule, entry.reason);
        }
    }
    out + "\n"
}

#[test]
fn the_page_shows_the_list() {
    let path = root().join(PAGE);
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(MARKS[0]).unwrap();
    let (_, behind) = rest.split_once(MARKS[1]).unwrap();
    let made = [before, MARKS[0], &tables(), MARKS[1], behind].concat();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, &made).unwrap();
    } else {
        assert!(page == made, "{PAGE} is stale: `UPDATE_DOCS=1 cargo test --test consumers page` writes it");
    }
}
