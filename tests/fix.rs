//! Fixes: what each rule offers does what it says, and `stackgen fix` applies it with care.

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::process::Output;

use stackgen::document::Document;
use stackgen::document::edit::{Outcome, apply};
use stackgen::finding::{Diagnostic, Fix};
use stackgen::fix::{Wanted, repair};
use stackgen::rule::Check;
use stackgen::rules::RULES;
use stackgen::source::Source;
use support::rules::{Imagined, block, fixtures};
use support::{base_with, both, compile_in, plain, project, real_input, root, snapshot, stackgen};

/// Every fix there is.
const ALL: Wanted<'_> = Wanted { suggested: true, rules: &[] };

/// The same input in other layouts: tables with headers, in one line, and as dotted keys.
fn layouts(input: &str) -> [String; 3] {
    let table: toml::Table = input.parse().unwrap();
    let key = |key: &str| toml::Value::from(key).to_string();
    let inline = table.iter().map(|(name, value)| format!("{} = {value}\n", key(name))).collect();
    let mut dotted = String::new();
    let mut below: Vec<(String, &toml::Value)> = table.iter().rev().map(|(name, value)| (key(name), value)).collect();
    while let Some((path, value)) = below.pop() {
        match value.as_table().filter(|table| !table.is_empty()) {
            Some(table) => {
                below.extend(table.iter().rev().map(|(name, value)| (format!("{path}.{}", key(name)), value)));
            }
            None => dotted += &format!("{path} = {value}\n"),
        }
    }
    [input.to_owned(), inline, dotted]
}

/// A rule and a place: the keys, without the indices that change when an item before them goes.
type Finding = (&'static str, Vec<String>);

fn of(found: &Diagnostic, document: &Document<'_>) -> Finding {
    let path = document.path_at(found.primary.span).unwrap_or_default();
    (found.rule, path.into_iter().filter(|part| part.parse::<usize>().is_err()).collect())
}

/// What is found in an input, and how often.
fn findings(input: &str) -> BTreeMap<Finding, usize> {
    let source = Source::new("stack.toml", input);
    let (document, _) = Document::parse(&source);
    let mut counts = BTreeMap::new();
    for found in &compile_in(input, &Imagined).found {
        *counts.entry(of(found, &document)).or_insert(0) += 1;
    }
    counts
}

/// What is wrong with a fix.
fn fault(input: &str, found: &Diagnostic, fix: &Fix) -> Option<String> {
    let source = Source::new("stack.toml", input);
    let finding = of(found, &Document::parse(&source).0);
    let edited = apply(input, &[fix]).unwrap();
    let [Outcome::Applied] = edited.outcomes() else { return Some(format!("{:?}", edited.outcomes())) };
    if fix.what.is_empty() || fix.what.ends_with('.') {
        return Some("it says what it does in a few words without a full stop".to_owned());
    }
    let (before, after) = (findings(input), findings(edited.text()));
    let count = |counts: &BTreeMap<Finding, usize>, finding: &Finding| counts.get(finding).copied().unwrap_or(0);
    let remains = count(&after, &finding) >= count(&before, &finding);
    let new = after.keys().find(|finding| count(&after, finding) > count(&before, finding));
    let shown = || plain(edited.text(), &compile_in(edited.text(), &Imagined));
    match new {
        Some(new) => Some(format!("{new:?} is new:\n{}", shown())),
        None => remains.then(|| format!("it is still there:\n{}", shown())),
    }
}

/// Every input on which a rule must find something and offers a fix, by its name.
fn flagged() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| !matches!(rule.check, Check::Output(_))) {
        let mut inputs = fixtures(rule, "flagged");
        inputs.push(("Wrong".to_owned(), block(rule.page, "Wrong")));
        for (name, over) in inputs {
            let input = base_with(&over);
            if compile_in(&input, &Imagined).found.iter().any(|found| !found.fixes.is_empty()) {
                found.push((format!("{}/{name}", rule.name), input));
            }
        }
    }
    found
}

/// This is the gate for the fixes of all rules.
/// A mode's mistake is mended in the mode: the base and the other modes stay as they are.
#[test]
fn what_is_wrong_in_a_mode_is_fixed_there() {
    for (over, expected) in [
        ("[modes.usual]\n[modes.m.redis.sentinel]\ncount = 5\n", "[modes.m.redis.sentinel]\ncount = 5\nquorum = 3\n"),
        ("[modes.usual]\n[modes.m.redis]\nsentinel = { count = 5 }\n", "sentinel = { count = 5, quorum = 3 }"),
        (
            "[modes.usual]\n[modes.m]\nredis.sentinel.count = 5\n",
            "redis.sentinel.count = 5\nredis.sentinel.quorum = 3\n",
        ),
        (
            "[modes.m.redis.sentinel]\ncount = 5\n[modes.n.redis.sentinel]\ncount = 5\n",
            "[modes.n.redis.sentinel]\ncount = 5\nquorum = 3\n",
        ),
    ] {
        let (base, modes) = over.split_at(over.find("[modes").unwrap());
        let input = format!("{}{modes}", base_with(base));
        let source = Source::new("stack.toml", input.as_str());
        let repaired = repair(&source, &Imagined, Wanted { suggested: false, rules: &[] }).unwrap();
        let text = repaired.edited.as_ref().map_or("", |edited| edited.text());
        assert!(text.contains(expected) && text.contains("quorum = 2"), "{over}: {text}");
        assert_eq!(repaired.compiled.found.len(), 0, "{over}: {:?}", repaired.compiled.found);
    }
}

/// An allowance whose rule is silent because something stronger is wrong keeps its reason: it is needed again afterwards.
#[test]
fn an_allowance_outlives_what_silences_its_rule() {
    let allow = "[[rules.allow]]\nrule = 'maxmemory-without-headroom'\nreason = 'a cache: nothing else is in it'\n";
    for over in ["[redis]\nmaxmemory = '420mb'\n[redis.sentinel]\nquorum = 1\n", "[redis]\nmaxmemory = '420mb'\n"] {
        let input = base_with(&format!("{over}{allow}"));
        let source = Source::new("stack.toml", input.as_str());
        let repaired = repair(&source, &Imagined, ALL).unwrap();
        assert!(repaired.fixed.iter().all(|fixed| fixed.rule != "unused-allowance"), "{over}: {:?}", repaired.fixed);
    }
    let input = base_with(allow);
    assert!(compile_in(&input, &Imagined).found.iter().any(|found| found.rule == "unused-allowance"));
}

#[test]
fn every_fix_takes_its_finding_away_and_brings_no_other() {
    let (mut faults, mut count) = (Vec::new(), 0);
    for (name, input) in flagged() {
        for input in layouts(&input) {
            let compiled = compile_in(&input, &Imagined);
            for (found, fix) in compiled.found.iter().flat_map(|of| of.fixes.iter().map(move |fix| (of, fix))) {
                count += 1;
                let fault = fault(&input, found, fix);
                faults.extend(fault.map(|fault| format!("{name}: `{}`: {fault}\n{input}", fix.what)));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(count > 30, "{count}");
}

#[test]
fn fixes_come_to_an_end() {
    for (name, input) in flagged() {
        let repaired = |input: &str| repair(&Source::new("stack.toml", input), &Imagined, ALL).unwrap();
        let once = repaired(&input);
        assert!(once.edited.is_some() && once.refused.is_empty(), "{name}: {:?}\n{input}", once.refused);
        let twice = repaired(once.source.text());
        assert!(twice.edited.is_none(), "{name}: {:?}\n{}", twice.fixed, once.source.text());
    }
}

#[test]
fn structural_mistakes_have_fixes_where_a_name_is_near() {
    for over in [
        "[postgres]\nimag = 'postgres:15@sha256:0000000000000000000000000000000000000000000000000000000000000000'\n# without postgres.image\n",
        "[modes.a.redis]\nmaxmemory_polcy = 'noeviction'\n",
        "[odoo]\nproxy = 'externl'\n",
        "[services.api]\ndepends_on = { worker = 'started' }\nrestart = 'alway'\n",
    ] {
        for input in layouts(&base_with(over)) {
            let compiled = compile_in(&input, &Imagined);
            let fixed = compiled.found.iter().find_map(|found| Some((found, found.best_fix(true)?)));
            let (found, fix) = fixed.unwrap_or_else(|| panic!("{over}: {:?}", compiled.found));
            assert!(!fix.safe);
            let fault = fault(&input, found, fix);
            assert!(fault.is_none(), "{over}: {}", fault.unwrap_or_default());
        }
    }
}

/// An old name of a directive has one new one: the fix is sure.
#[test]
fn old_names_of_directives_have_their_new_ones() {
    for (old, new, value) in
        [("slave-read-only", "replica-read-only", "true"), ("slave-priority", "replica-priority", "7")]
    {
        let input = base_with(&format!("[redis.settings]\n{old} = {value}\n"));
        let compiled = compile_in(&input, &Imagined);
        let found = compiled.found.iter().find(|found| found.rule == "unknown-key").unwrap();
        assert_eq!(found.help.as_deref(), Some(format!("use its new name `{new}`").as_str()));
        let fix = found.best_fix(false).unwrap();
        let fault = fault(&input, found, fix);
        assert!(fault.is_none(), "{old}: {}", fault.unwrap_or_default());
    }
}

fn fix(dir: &std::path::Path, arguments: &[&str]) -> Output {
    stackgen(dir).arg("fix").args(arguments).output().unwrap()
}

fn input_in(dir: &tempfile::TempDir) -> String {
    std::fs::read_to_string(dir.path().join("inputs/stack.toml")).unwrap()
}

/// The deployment with two mistakes that have safe fixes.
fn mistaken() -> String {
    real_input().replace("quorum = 2", "quorum = 9").replace("[odoo.options]\n", "[odoo.options]\nlogrotate = true\n")
}

fn ends(output: &Output, code: i32, words: &[&str]) {
    assert_eq!(output.status.code(), Some(code), "{}", both(output));
    for word in words {
        assert!(both(output).contains(word), "{word}: {}", both(output));
    }
}

#[test]
fn comments_and_layout_stay() {
    let dir = project(&std::fs::read_to_string(root().join("tests/fixtures/fix/comments.toml")).unwrap());
    let before = input_in(&dir);
    let mut shown = both(&fix(dir.path(), &["--suggested"]));
    shown += &format!("\n{}", input_in(&dir));
    snapshot("cli", "fix_comments", &shown);
    let kept = |line: &str| input_in(&dir).lines().any(|other| other == line);
    let changed: Vec<&str> = before.lines().filter(|line| !kept(line)).collect();
    assert!(changed.len() < 10, "{changed:?}");
    ends(&fix(dir.path(), &["--suggested"]), 0, &["nothing to fix", "no finding remains"]);
}

#[test]
fn a_second_run_changes_nothing() {
    let dir = project(&mistaken());
    ends(&fix(dir.path(), &[]), 0, &["2 fixed", "redis.sentinel.quorum, line", "no finding remains"]);
    assert_eq!(input_in(&dir), real_input());
    let modified = || dir.path().join("inputs/stack.toml").metadata().unwrap().modified().unwrap();
    let before = modified();
    ends(&fix(dir.path(), &[]), 0, &["nothing to fix"]);
    assert_eq!(modified(), before);
}

#[test]
fn diff_writes_nothing_and_fails_where_something_would_change() {
    let dir = project(&mistaken());
    let output = fix(dir.path(), &["--diff"]);
    ends(&output, 1, &["2 would be fixed", "no finding would remain"]);
    snapshot("cli", "fix_diff", &String::from_utf8_lossy(&output.stdout));
    assert_eq!(input_in(&dir), mistaken());
    let dir = project(&real_input());
    ends(&fix(dir.path(), &["--diff"]), 0, &["nothing to fix"]);
}

#[test]
fn rules_are_chosen_and_what_is_left_is_counted() {
    let dir = project(&mistaken());
    ends(&fix(dir.path(), &["--rule", "odoo-option-removed"]), 1, &["1 fixed", "1 finding remains"]);
    ends(&fix(dir.path(), &["--rule", "no-such-rule"]), 2, &["there is no rule `no-such-rule`"]);
    std::fs::write(dir.path().join("inputs/stack.toml"), real_input().replace("[odoo.options]", "[odoo.optins]"))
        .unwrap();
    ends(&fix(dir.path(), &[]), 1, &["nothing to fix", "1 with a suggested fix (stackgen fix --suggested)"]);
    ends(&fix(dir.path(), &["--suggested"]), 0, &["unknown-key", "odoo.optins, line", "no finding remains"]);
    assert_eq!(input_in(&dir), real_input());
}

#[test]
fn an_input_with_syntax_errors_stays_as_it_is() {
    let dir = project(&mistaken().replace("[odoo]", "[odoo"));
    ends(&fix(dir.path(), &[]), 1, &["toml-syntax", "nothing was changed"]);
    ends(&fix(dir.path(), &["--diff"]), 1, &["toml-syntax"]);
    assert_eq!(input_in(&dir), mistaken().replace("[odoo]", "[odoo"));
}

#[test]
fn line_ends_stay_and_so_does_a_missing_last_one() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for (before, after) in [
        (crlf(&mistaken()), crlf(&real_input())),
        (mistaken().trim_end().to_owned(), real_input().trim_end().to_owned()),
    ] {
        let dir = project(&before);
        ends(&fix(dir.path(), &[]), 0, &["2 fixed"]);
        assert_eq!(input_in(&dir), after);
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay_and_a_read_only_file_too() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = project(&mistaken());
    let input = dir.path().join("inputs/stack.toml");
    let file = dir.path().join("elsewhere.toml");
    std::fs::rename(&input, &file).unwrap();
    symlink("../elsewhere.toml", &input).unwrap();
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o440)).unwrap();
    ends(&fix(dir.path(), &[]), 2, &["inputs/stack.toml is read-only: nothing was changed"]);
    assert_eq!(input_in(&dir), mistaken());
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o604)).unwrap();
    ends(&fix(dir.path(), &[]), 0, &["2 fixed"]);
    assert_eq!(input_in(&dir), real_input());
    assert!(input.symlink_metadata().unwrap().is_symlink());
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o604);
    assert_eq!(std::fs::read_dir(dir.path().join("inputs")).unwrap().count(), 1);
}

#[test]
fn an_input_that_changed_meanwhile_is_not_written() {
    let dir = project(&mistaken());
    let path = camino::Utf8PathBuf::from_path_buf(dir.path().join("inputs/stack.toml")).unwrap();
    let source = Source::read(&path).unwrap();
    let edited = repair(&source, &Imagined, ALL).unwrap().edited.unwrap();
    std::fs::write(&path, "# mine\n").unwrap();
    let refused = stackgen::files::replace(&source, &edited).unwrap_err().to_string();
    assert!(refused.contains("changed while the command ran"), "{refused}");
    assert_eq!(input_in(&dir), "# mine\n");
    assert_eq!(std::fs::read_dir(dir.path().join("inputs")).unwrap().count(), 1);
}

#[test]
fn what_a_mode_sets_anew_is_fixed_in_the_mode() {
    let dir = project(&base_with("[modes.a]\n[modes.b.redis.sentinel]\nquorum = 1\n"));
    let before = input_in(&dir);
    ends(&fix(dir.path(), &[]), 0, &["modes.b.redis.sentinel.quorum"]);
    assert_eq!(input_in(&dir), before.replace("quorum = 1", "quorum = 2"));
}

#[test]
fn a_finding_says_that_there_is_a_fix() {
    let input = base_with("[redis.sentinel]\nquorum = 9\n[odoo]\nproxy = 'external'\n");
    let compiled = compile_in(&input, &Imagined);
    let masked = compiled.masked(&Source::new("inputs/stack.toml", input));
    let safe = stackgen::report::Renderer::new(false, 100).render(&compiled.found, &masked);
    let input = base_with("[odoo]\nproxy = 'externl'\n");
    let compiled = compile_in(&input, &Imagined);
    let masked = compiled.masked(&Source::new("inputs/stack.toml", input));
    let suggested = stackgen::report::Renderer::new(false, 100).render(&compiled.found, &masked);
    snapshot("render", "human_fix", &(safe + &suggested));
}
