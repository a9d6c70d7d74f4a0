//! What we emit, checked by tools of others. A finding is put right, or stands in `exceptions.toml` with
//! the reason why it is wrong or not ours.

mod compose_lint;
mod compose_spec;
mod dclint;
mod detect_secrets;
mod emitted;
mod exceptions;
mod linter;
mod page;
mod shellcheck;
mod yamllint;

use std::collections::BTreeSet;
use std::process::Command;

use crate::support::{root, succeeds};
use emitted::{all_files, deployment, emitted, stacks};
use exceptions::{idle, list, of_tool, unlisted};
use linter::{Finding, Linter};

/// Every tool.
static LINTERS: [Linter; 6] = [
    compose_spec::LINTER,
    compose_lint::LINTER,
    dclint::LINTER,
    detect_secrets::LINTER,
    shellcheck::LINTER,
    yamllint::LINTER,
];

/// What is wrong with a tool's findings, by the list.
fn differences(linter: &Linter, found: &[Finding]) -> Vec<String> {
    let list = of_tool(linter.name);
    let new = unlisted(&list, found).into_iter().map(|found| format!("{} finds {found}", linter.name));
    let idle = idle(&list, found).into_iter();
    let idle = idle.map(|(rule, place)| format!("{} finds {rule} no more in {place}", linter.name));
    new.chain(idle).collect()
}

/// What git holds, but for what is deleted and not yet committed so.
fn tracked() -> Vec<String> {
    let listed = succeeds(Command::new("git").current_dir(root()).args(["ls-files", "-z"])).stdout;
    let listed = String::from_utf8(listed).unwrap();
    listed.split_terminator('\0').filter(|file| root().join(file).is_file()).map(str::to_owned).collect()
}

/// The only tool that also reads what is not emitted: no credential may be anywhere in the repository.
fn in_the_repository(linter: &Linter) -> Option<Vec<Finding>> {
    if linter.name == detect_secrets::LINTER.name { linter.findings(root(), &tracked()) } else { Some(Vec::new()) }
}

#[test]
fn every_tool_finds_what_is_listed_and_nothing_else() {
    let Some(dir) = emitted(&stacks()) else { return };
    let files = all_files(dir.path());
    let judged = |linter: &Linter| {
        let found = linter.findings(dir.path(), &files)?.into_iter().chain(in_the_repository(linter)?);
        Some(differences(linter, &found.collect::<Vec<_>>()))
    };
    let wrong: Vec<_> = std::thread::scope(|scope| {
        let running = LINTERS.each_ref().map(|linter| scope.spawn(|| judged(linter)));
        running.into_iter().filter_map(|tool| tool.join().unwrap()).flatten().collect()
    });
    assert!(wrong.is_empty(), "tests/consumers/lint/exceptions.toml:\n{}", wrong.join("\n"));
}

/// Each tool runs, and nothing in the list hides its mistake.
#[test]
fn every_tool_finds_a_mistake() {
    let Some(dir) = emitted(&[deployment()]) else { return };
    for linter in &LINTERS {
        let fault = &linter.fault;
        let file = format!("{}/generated/{}", deployment().0, fault.file);
        let path = dir.path().join(&file);
        let sound = std::fs::read_to_string(&path).unwrap();
        assert_eq!(sound.matches(fault.written).count(), 1, "{}: {}", fault.file, fault.written);
        std::fs::write(&path, sound.replace(fault.written, fault.wrong)).unwrap();
        let found = linter.findings(dir.path(), &[file]);
        std::fs::write(&path, sound).unwrap();
        let Some(found) = found else { continue };
        let list = of_tool(linter.name);
        let new = unlisted(&list, &found);
        let rules: BTreeSet<_> = new.iter().map(|found| found.rule.as_str()).collect();
        assert_eq!(rules, BTreeSet::from([fault.rule]), "{}", linter.name);
    }
}

#[test]
fn every_exception_is_of_a_tool_that_runs() {
    for entry in list() {
        assert!(LINTERS.iter().any(|linter| linter.name == entry.tool), "{} is no tool here", entry.tool);
    }
}
