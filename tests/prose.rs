//! Texts for people keep to `docs/style.md`, as far as a test can tell.

#[path = "support/mod.rs"]
mod support;

use std::path::{Path, PathBuf};

use regex::Regex;
use stackgen::components::language::LANGUAGE;
use stackgen::pages;
use support::{root, stackgen};

/// What is not said: it has another name here, or adds nothing.
const OUT: &str = r"(?i)\b(anew|further (services?|containers?)|sound for|as it stands|is told about|likes it|of its making|simply|please)\b|!\s|\bjust (run|add|set|use|write|type)\b";

/// Text without blocks and pieces of code, and without what marks up Markdown.
fn prose(markdown: &str) -> String {
    let blocks = Regex::new(r"(?s)```.*?```|<!--.*?-->").unwrap();
    let code = Regex::new(r"`[^`]*`|!\[|\]\([^)]*\)").unwrap();
    code.replace_all(&blocks.replace_all(markdown, ""), "").into_owned()
}

fn pages_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "es") {
            pages_below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[track_caller]
fn keeps_to_it(what: &str, text: &str) {
    let out = Regex::new(OUT).unwrap();
    let wrong: Vec<&str> = text.lines().filter(|line| out.is_match(line)).collect();
    assert!(wrong.is_empty(), "{what}: {wrong:#?}");
}

#[test]
fn the_pages() {
    let mut files = vec![root().join("README.md"), root().join("CONTRIBUTING.md"), root().join("SECURITY.md")];
    files.push(root().join("CHANGELOG.md"));
    pages_below(&root().join("docs"), &mut files);
    assert!(files.len() > 180, "{}", files.len());
    for file in files.iter().filter(|file| !file.ends_with("docs/style.md")) {
        keeps_to_it(&file.display().to_string(), &prose(&std::fs::read_to_string(file).unwrap()));
    }
    assert!(Regex::new(OUT).unwrap().is_match(&prose("A further service, `x` anew.")));
    assert!(!Regex::new(OUT).unwrap().is_match(&prose("![picture](x.svg) and `anew`")));
}

#[test]
fn the_help() {
    for page in ["", "build", "check", "diff", "env", "env init", "explain", "fix", "init", "rules", "schema", "man"] {
        let mut words: Vec<&str> = page.split_whitespace().collect();
        words.push("--help");
        let output = stackgen(root()).args(words).output().unwrap();
        keeps_to_it(page, &String::from_utf8(output.stdout).unwrap());
    }
}

#[test]
fn the_descriptions_of_keys() {
    keeps_to_it("keys", &prose(&pages::keys()));
    keeps_to_it("schema", &LANGUAGE.published_schema().to_string().replace("\",\"", "\n"));
}

/// Messages as the fixtures' snapshots have them: lower case, without a full stop.
#[test]
fn the_messages() {
    let mut count = 0;
    let message = Regex::new(r"(?m)^[a-z-]+ (?:error|warning|advice) [0-9:]+ `.*?` (.*)$").unwrap();
    for rule in std::fs::read_dir(root().join("snapshots/rules")).unwrap().flatten() {
        for file in std::fs::read_dir(rule.path()).unwrap().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            keeps_to_it(&file.path().display().to_string(), &prose(&text));
            for found in message.captures_iter(&text) {
                let message = &found[1];
                assert!(!message.ends_with('.') || message.ends_with("…"), "{message}");
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
}
