//! Every rule: its page, its fixtures, its snapshots.
//! (`INSTA_UPDATE=always cargo test --test rules` accepts what the fixtures of a new rule yield.)

#[path = "support/mod.rs"]
mod support;

use stackgen::rule::{Check, Rule};
use stackgen::rules::RULES;
use support::rules::{Imagined, block, fixtures, folder};
use support::{base_with, compile, compile_in, plain, root, snapshot};

/// What is found, by rule.
fn rules_of(input: &str) -> Vec<&'static str> {
    let compiled = compile_in(input, &Imagined);
    let mut rules: Vec<_> = compiled.found.iter().map(|found| found.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn the_base_of_the_fixtures_is_sound() {
    assert_eq!(rules_of(&base_with("")), Vec::<&str>::new());
}

/// Notes what an input yields where that is not as expected.
fn expect(wrong: &mut Vec<String>, what: &str, over: &str, expected: &[&str]) {
    let input = base_with(over);
    if rules_of(&input) != expected {
        wrong.push(format!("{what} yields\n{}", plain(&input, &compile_in(&input, &Imagined))));
    }
}

#[test]
fn pages_say_what_is_so() {
    let mut wrong = Vec::new();
    for rule in RULES {
        assert!(!rule.page.lines().next().unwrap().is_empty(), "{}", rule.name);
        assert!(block(rule.page, "Why").len() > 40, "{}", rule.name);
        expect(&mut wrong, &format!("{}: Right", rule.name), &block(rule.page, "Right"), &[]);
        if !matches!(rule.check, Check::Output(_)) {
            expect(&mut wrong, &format!("{}: Wrong", rule.name), &block(rule.page, "Wrong"), &[rule.name]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn flagged_fixtures_yield_their_rule_and_no_other() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        let flagged = fixtures(rule, "flagged");
        if flagged.is_empty() {
            wrong.push(format!("{} has no flagged fixture", rule.name));
        }
        for (name, over) in &flagged {
            expect(&mut wrong, &format!("{}/{name}", rule.name), over, &[rule.name]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn flagged_fixtures_are_reported_as_before() {
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        for (name, over) in fixtures(rule, "flagged") {
            let input = base_with(&over);
            let text = plain(&input, &compile_in(&input, &Imagined));
            snapshot(&format!("rules/{}", rule.name.replace('-', "_")), &name, &text);
        }
    }
}

#[test]
fn accepted_fixtures_yield_nothing() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        let accepted = fixtures(rule, "accepted");
        if accepted.is_empty() {
            wrong.push(format!("{} has no accepted fixture", rule.name));
        }
        for (name, over) in &accepted {
            expect(&mut wrong, &format!("{}/{name}", rule.name), over, &[]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_of_fixtures_has_its_rule() {
    for entry in std::fs::read_dir(root().join("tests/fixtures/rules")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(RULES.iter().any(|rule| folder(rule).ends_with(&name)), "{name}");
    }
}

/// One whose fixture has gone would stay as it was for ever.
#[test]
fn every_snapshot_has_its_fixture() {
    for folder in std::fs::read_dir(root().join("snapshots/rules")).unwrap().flatten() {
        for snapshot in std::fs::read_dir(folder.path()).unwrap().flatten() {
            let fixture = root().join("tests/fixtures/rules").join(folder.file_name()).join(snapshot.file_name());
            assert!(fixture.with_extension("toml").exists(), "{}", snapshot.path().display());
        }
    }
}

#[test]
fn the_real_deployment_has_no_findings() {
    let compiled = compile(&support::real_input());
    assert_eq!(plain(&support::real_input(), &compiled), "");
}

#[test]
fn a_rule_is_checked_in_each_mode_and_named_once() {
    let modes = "[redis.sentinel]\ncount = 3\nquorum = 4\nprofiles = ['a', 'b']\n[redis.replicas]\nprofiles = ['a', 'b']\n[modes.plain]\n[modes.one]\nprofiles = ['a']\n[modes.two]\nprofiles = ['b']\n";
    let compiled = compile(&base_with(modes));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.modes.join(" "))).collect();
    assert_eq!(found, [("quorum-exceeds-sentinels", "one two".to_owned())], "{compiled:?}");
}

#[test]
fn a_mode_is_checked_with_what_it_sets_anew() {
    let compiled = compile(&base_with("[modes.small.redis]\nresources = { memory = '130 MiB' }\n[modes.usual]\n"));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.rule, found.modes.join(" "))).collect();
    assert_eq!(found, [("maxmemory-exceeds-limit", "small".to_owned())]);
}

#[test]
fn a_mistake_hides_neither_another_one_nor_an_error_of_another_mode() {
    let compiled = compile(&base_with("[host]\nmemory = '7296 MiB'\ncpus = 1\n"));
    let rules: Vec<_> = compiled.found.iter().map(|found| found.rule).collect();
    assert_eq!(rules, ["host-memory-overcommitted", "service-exceeds-host"]);
    let near = "[host]\nmemory = '8320 MiB'\ncpus = 8\n[modes.usual]\n[modes.large.services.api]\nresources = { memory = '2 GiB' }\n[services.api]\nresources = { memory = '1 GiB' }\n";
    let compiled = compile(&base_with(near));
    let found: Vec<_> = compiled.found.iter().map(|found| (found.severity.as_str(), found.modes.join(" "))).collect();
    assert_eq!(found, [("error", "large".to_owned()), ("warning", "the base usual".to_owned())]);
    assert!(compiled.has_errors() && compiled.files.is_none());
}

#[test]
fn what_compose_refuses_and_an_allowance_of_allowances_cannot_be_allowed() {
    let cycle =
        "[services.api]\ndepends_on = { worker = 'started' }\n[services.worker]\ndepends_on = { api = 'started' }\n";
    for (rule, over) in [("dependency-cycle", cycle), ("unused-allowance", "")] {
        let compiled = compile(&base_with(&format!("{over}[[rules.allow]]\nrule = '{rule}'\nreason = 'so it is'\n")));
        assert!(compiled.found.iter().any(|found| found.rule == "rule-not-optional"), "{rule}: {compiled:?}");
    }
}

/// Every fixture and page comes to an end without a panic. scripts/mutants reads what they yield, and names the rules whose
/// fixtures it wants.
#[test]
fn no_fixture_makes_a_rule_panic() {
    let wanted = std::env::var("RULES_ONLY").ok();
    let is_wanted = |rule: &Rule| wanted.as_ref().is_none_or(|names| names.split(',').any(|name| name == rule.name));
    let mut table = String::new();
    let mut note = |what: String, over: &str| {
        let input = base_with(over);
        let text = std::panic::catch_unwind(|| plain(&input, &compile_in(&input, &Imagined)));
        table += &format!("{}\n", serde_json::json!([what, text.unwrap_or_else(|_| "panicked".to_owned())]));
    };
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_)) && is_wanted(rule)) {
        for (name, over) in fixtures(rule, "flagged").into_iter().chain(fixtures(rule, "accepted")) {
            note(format!("{}/{name}", rule.name), &over);
        }
        note(format!("{}/Wrong", rule.name), &block(rule.page, "Wrong"));
        note(format!("{}/Right", rule.name), &block(rule.page, "Right"));
    }
    if let Some(path) = std::env::var_os("RULES_OUTCOME") {
        std::fs::write(path, &table).unwrap();
    }
    let panicked: Vec<&str> = table.lines().filter(|line| line.ends_with("\"panicked\"]")).collect();
    assert!(panicked.is_empty(), "{}", panicked.join("\n"));
}
