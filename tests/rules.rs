//! Every rule: its page, its fixtures, its snapshots.
//! (`INSTA_UPDATE=always cargo test --test rules` accepts what the fixtures of a new rule yield.)

#[path = "support/mod.rs"]
mod support;

use std::path::PathBuf;

use stackgen::diagnostic::Severity;
use stackgen::rules::{Check, RULES, Rule};
use support::{base_with, compile, plain, root, snapshot};

fn folder(rule: &Rule) -> PathBuf {
    root().join("tests/fixtures/rules").join(rule.name.replace('-', "_"))
}

fn fixtures(rule: &Rule, kind: &str) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder(rule)).into_iter().flatten().flatten();
    let mut found: Vec<_> = entries
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with(kind))
        .map(|(name, path)| (name.trim_end_matches(".toml").to_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    found
}

/// What is found but advice, by rule.
fn rules_of(input: &str) -> Vec<&'static str> {
    let compiled = compile(input);
    let mut rules: Vec<_> =
        compiled.found.iter().filter(|found| found.severity != Severity::Advice).map(|found| found.rule).collect();
    rules.dedup();
    rules
}

fn block(page: &str, heading: &str) -> String {
    let after = page.split(&format!("# {heading}\n")).nth(1).unwrap_or_else(|| panic!("no heading {heading}"));
    after.split("\n# ").next().unwrap().to_owned()
}

#[test]
fn the_base_of_the_fixtures_is_sound() {
    assert_eq!(rules_of(&base_with("")), Vec::<&str>::new());
}

#[test]
fn pages_say_what_is_so() {
    for rule in RULES {
        assert!(!rule.page.lines().next().unwrap().is_empty(), "{}", rule.name);
        assert!(block(rule.page, "Why").len() > 40, "{}", rule.name);
        let (wrong, right) = (block(rule.page, "Wrong"), block(rule.page, "Right"));
        assert_eq!(rules_of(&base_with(&right)), Vec::<&str>::new(), "{}: Right", rule.name);
        if !matches!(rule.check, Check::Output(_)) {
            assert_eq!(rules_of(&base_with(&wrong)), [rule.name], "{}: Wrong", rule.name);
        }
    }
}

#[test]
fn flagged_fixtures_yield_their_rule_and_no_other() {
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        let flagged = fixtures(rule, "flagged");
        assert!(!flagged.is_empty(), "{} has no flagged fixture", rule.name);
        for (name, over) in flagged {
            let input = base_with(&over);
            assert_eq!(rules_of(&input), [rule.name], "{}/{name}", rule.name);
            snapshot(&format!("rules/{}", rule.name.replace('-', "_")), &name, &plain(&input, &compile(&input)));
        }
    }
}

#[test]
fn accepted_fixtures_yield_nothing() {
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        let accepted = fixtures(rule, "accepted");
        assert!(!accepted.is_empty(), "{} has no accepted fixture", rule.name);
        for (name, over) in accepted {
            assert_eq!(rules_of(&base_with(&over)), Vec::<&str>::new(), "{}/{name}", rule.name);
        }
    }
}

#[test]
fn every_folder_of_fixtures_has_its_rule() {
    for entry in std::fs::read_dir(root().join("tests/fixtures/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(RULES.iter().any(|rule| folder(rule).ends_with(&name)), "{name}");
    }
}

#[test]
fn the_real_deployment_has_no_findings() {
    let compiled = compile(&support::real_input());
    assert_eq!(plain(&support::real_input(), &compiled), "");
}

#[test]
fn a_rule_is_checked_in_each_mode_and_named_once() {
    let modes = "[redis.sentinel]\ncount = 3\nquorum = 4\nprofiles = ['a', 'b']\n[modes.plain]\n[modes.one]\nprofiles = ['a']\n[modes.two]\nprofiles = ['b']\n";
    let compiled = compile(&base_with(modes));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.modes.join(" "))).collect();
    assert_eq!(found, [("quorum-exceeds-sentinels", "one two".to_owned())]);
}

#[test]
fn a_mode_is_checked_with_what_it_sets_anew() {
    let compiled = compile(&base_with("[modes.small.redis]\nresources = { memory = '130 MiB' }\n[modes.usual]\n"));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.modes.join(" "))).collect();
    assert_eq!(found, [("maxmemory-exceeds-limit", "small".to_owned())]);
}
