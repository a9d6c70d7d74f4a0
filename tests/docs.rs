//! The pages below `docs/rules/` are those of the rules' sources, `docs/keys.md` is that of the schema.
//! (`UPDATE_DOCS=1 cargo test --test docs` writes them.)

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::Path;

use stackgen::codes::Code;
use stackgen::finding::Severity;
use stackgen::pages;
use stackgen::rule::{Check, Rule};
use stackgen::rules::RULES;
use support::{base_with, compile, root};

fn on_disk(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let file = |entry: std::fs::DirEntry| {
        (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap())
    };
    entries.map(file).collect()
}

/// What differs between a folder and the pages that the sources make.
fn differences(folder: &Path, made: &BTreeMap<String, String>) -> Vec<String> {
    let found = on_disk(folder);
    let of_made = made.iter().filter_map(|(name, text)| match found.get(name) {
        None => Some(format!("{name} is missing")),
        Some(old) if old != text => Some(format!("{name} is stale")),
        Some(_) => None,
    });
    let superfluous = found.keys().filter(|name| !made.contains_key(*name));
    of_made.chain(superfluous.map(|name| format!("{name} is superfluous"))).collect()
}

fn write(folder: &Path, made: &BTreeMap<String, String>) {
    std::fs::create_dir_all(folder).unwrap();
    for name in on_disk(folder).keys().filter(|name| !made.contains_key(*name)) {
        std::fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, text) in made {
        std::fs::write(folder.join(name), text).unwrap();
    }
}

#[test]
fn the_pages_are_those_of_the_sources() {
    same(pages::FOLDER, pages::files());
    same(pages::FOLDER_OF_CODES, pages::files_of_codes());
}

fn same(folder: &str, made: Vec<(String, String)>) {
    let name = folder;
    let folder = root().join(folder);
    let made: BTreeMap<_, _> = made.into_iter().collect();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
        write(&folder, &made);
    }
    let wrong = differences(&folder, &made);
    assert!(
        wrong.is_empty(),
        "{}:\n  {}\n`UPDATE_DOCS=1 cargo test --test docs` puts it right",
        name,
        wrong.join("\n  ")
    );
}

/// Every page is in the table of contents of the site.
#[test]
fn the_contents_name_every_page() {
    let path = root().join("docs/SUMMARY.md");
    let made = pages::contents();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, &made).unwrap();
    }
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(on_disk == made, "docs/SUMMARY.md: `UPDATE_DOCS=1 cargo test --test docs` puts it right");
    for folder in ["", "es/", "rules/", "codes/"] {
        for name in on_disk_names(&root().join("docs").join(folder)) {
            assert!(name == "SUMMARY.md" || made.contains(&format!("({folder}{name})")), "{folder}{name} is not in it");
        }
    }
}

fn on_disk_names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().flatten();
    entries.map(|entry| entry.file_name().into_string().unwrap()).filter(|name| name.ends_with(".md")).collect()
}

#[test]
fn the_keys_are_those_of_the_schema() {
    let path = root().join("docs/keys.md");
    let made = pages::keys();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| !value.is_empty()) {
        std::fs::write(&path, &made).unwrap();
    }
    let on_disk = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(on_disk == made, "docs/keys.md: `UPDATE_DOCS=1 cargo test --test docs` puts it right");
    let schema = stackgen::components::language::LANGUAGE.published_schema();
    let definitions = schema["$defs"].as_object().unwrap();
    let own = definitions.keys().filter(|name| !name.ends_with("Override"));
    assert_eq!(made.matches("\n## ").count(), own.count() + 1, "a definition has no section, or two");
    let headings: Vec<String> = made
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|title| title.to_lowercase().replace(' ', "-"))
        .collect();
    for link in made.split("](#").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(headings.iter().any(|heading| heading == link), "{link} leads nowhere");
    }
}

#[test]
fn stale_missing_and_superfluous_pages_are_named_and_put_right() {
    let dir = tempfile::tempdir().unwrap();
    let made: BTreeMap<_, _> = [("a.md", "a"), ("b.md", "b"), ("c.md", "c")].map(|(n, t)| (n.into(), t.into())).into();
    for (name, text) in [("a.md", "a"), ("b.md", "old"), ("d.md", "d")] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    assert_eq!(differences(dir.path(), &made), ["b.md is stale", "c.md is missing", "d.md is superfluous"]);
    write(dir.path(), &made);
    assert_eq!(on_disk(dir.path()), made);
}

#[test]
fn every_page_has_its_parts_and_the_index_every_page() {
    let files: BTreeMap<_, _> = pages::files().into_iter().collect();
    assert_eq!(files.len(), RULES.len() + 1);
    let index = &files["README.md"];
    for rule in RULES {
        let page = pages::Page::of(rule);
        for part in [page.summary, page.why, page.wrong, page.right] {
            assert!(!part.is_empty(), "{}", rule.name);
        }
        assert!(index.contains(&format!("({})", pages::file_name(rule))), "{}", rule.name);
    }
}

/// The findings of a rule in its page's wrong input, with further `[rules]`.
fn found_with(rule: &Rule, rules: &str) -> Vec<Severity> {
    let mut input: toml::Table = base_with(pages::Page::of(rule).wrong).parse().unwrap();
    let mut over: toml::Table = rules.parse().unwrap();
    if let Some(known) = input.get("rules").and_then(|rules| rules.get("allow")).and_then(toml::Value::as_array)
        && let Some(allow) = over["rules"].get_mut("allow").and_then(toml::Value::as_array_mut)
    {
        allow.extend(known.iter().cloned());
    }
    support::overlay(&mut input, over);
    let found = compile(&toml::to_string(&input).unwrap()).found;
    found.iter().filter(|found| found.rule == rule.name).map(|found| found.severity).collect()
}

#[test]
fn what_the_pages_say_of_levels_and_allowances_is_so() {
    let mut checked = 0;
    // Left out: what needs surroundings; what stands in a file; a credential whose place has no such form.
    let elsewhere = |rule: &&Rule| {
        !matches!(rule.check, Check::Around(_) | Check::Neighbours(_) | Check::Output(_) | Check::Document(_))
    };
    for rule in RULES.iter().filter(elsewhere) {
        let (_, toml) = pages::in_the_input(rule);
        if rule.name != "unused-allowance" {
            let allowed = found_with(rule, &format!("[[rules.allow]]\nrule = '{}'\nreason = 'so it is'", rule.name));
            assert_eq!(allowed.is_empty(), pages::can_be_allowed(rule), "{}", rule.name);
        }
        if let Some(toml) = toml {
            let level = if rule.severity == Severity::Warning { Severity::Error } else { Severity::Warning };
            assert!(toml.contains(&format!("{} = \"{}\"", rule.name, level.as_str())), "{toml}");
            let levels = format!("[rules.levels]\n{} = '{}'", rule.name, level.as_str());
            let found = found_with(rule, &levels);
            assert!(!found.is_empty() && found.iter().all(|found| *found == level), "{}: {found:?}", rule.name);
        }
        checked += 1;
    }
    assert!(checked > 10, "{checked}");
}

/// Every code is reported somewhere, and its page is whole; what is reported as a rule is one.
#[test]
fn every_code_is_reported_and_explained() {
    let (code, of_rule) =
        (regex::Regex::new(r"Code::(\w+)").unwrap(), regex::Regex::new(r#"of_rule\(\s*"([a-z-]+)""#).unwrap());
    let (mut reported, mut rules) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap();
                reported.extend(code.captures_iter(text).map(|found| found[1].to_owned()));
                rules.extend(of_rule.captures_iter(text).map(|found| found[1].to_owned()));
            }
        }
    }
    assert!(!rules.is_empty() && rules.iter().all(|name| stackgen::rules::rule(name).is_some()), "{rules:?}");
    assert!(Code::ALL.len() > 35);
    for code in Code::ALL {
        let name = code.name();
        assert!(reported.contains(&format!("{code:?}")), "{name} is reported nowhere");
        let page = pages::Page::of_code(*code);
        assert!(
            !page.summary.is_empty() && !page.why.is_empty() && page.wrong.is_empty() == page.right.is_empty(),
            "{name}"
        );
        assert!(stackgen::rules::rule(name).is_none(), "{name} is a rule too");
    }
}

/// What a code's page calls wrong is found under its name, and what it calls right is not.
#[test]
fn the_pages_of_codes_are_so() {
    let found = |over: &str| compile(&base_with(over)).found.iter().map(|found| found.rule).collect::<Vec<_>>();
    let mut count = 0;
    for code in Code::ALL {
        let (name, page) = (code.name(), pages::Page::of_code(*code));
        if !page.wrong.is_empty() {
            assert!(found(page.wrong).contains(&name), "{name}: {:?}", found(page.wrong));
            assert!(!found(page.right).contains(&name), "{name}");
            count += 1;
        }
    }
    assert!(count > 12, "{count}");
}

#[test]
fn every_crate_has_its_purpose() {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let of_unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    let all = [&manifest["dependencies"], of_unix].into_iter().flat_map(|section| section.as_table().unwrap().keys());
    let mut expected: Vec<&str> = all.map(String::as_str).collect();
    expected.sort_unstable();
    let page = std::fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let named: Vec<&str> =
        rows.inspect(|(name, purpose)| assert!(purpose.len() > 12, "{name}")).map(|row| row.0).collect();
    assert_eq!(named, expected);
}
