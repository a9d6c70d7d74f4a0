//! How commands report findings: where each format goes, what fails, which findings are shown.

#[path = "support/mod.rs"]
mod support;

use std::path::Path;
use std::process::Output;

use serde_json::Value;
use support::{base_with, both, project, stackgen};

const FORMATS: [&str; 5] = ["json", "sarif", "github", "gitlab", "junit"];

/// A warning of a stack that has no error.
const WARNING: &str = "[redis.sentinel]\ncount = 5\nquorum = 2\n";

fn run(dir: &Path, arguments: &[&str]) -> Output {
    stackgen(dir).args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Whether a text is a document of this format and nothing else.
fn is_document(format: &str, text: &str) -> bool {
    match format {
        "github" => text.lines().all(|line| line.starts_with("::")),
        "junit" => roxmltree::Document::parse(text).is_ok(),
        _ => serde_json::from_str::<Value>(text).is_ok(),
    }
}

#[test]
fn a_document_is_alone_on_the_standard_output() {
    let error = base_with("[odoo.options]\nxmlrpc_port = 8069\n");
    for (input, status) in [(base_with(""), 0), (error, 1), ("[odoo]\nx = \n".to_owned(), 1), ("x = 1".to_owned(), 1)] {
        let dir = project(&input);
        for format in FORMATS {
            for command in ["check", "build"] {
                let output = run(dir.path(), &[command, "--format", format]);
                assert_eq!(output.status.code(), Some(status), "{}", both(&output));
                assert!(is_document(format, &stdout(&output)), "{format}: {}", stdout(&output));
                assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
                let found = format == "github" && !stdout(&output).is_empty();
                assert!(format != "github" || found == (status == 1), "{}", stdout(&output));
            }
        }
        let people = run(dir.path(), &["check"]);
        assert_eq!(stdout(&people).lines().count(), 1);
        assert_eq!(stderr(&people).is_empty(), status == 0);
    }
}

#[test]
fn several_inputs_are_one_document() {
    let dir = project(&base_with(WARNING));
    std::fs::write(
        dir.path().join("inputs/b.toml"),
        base_with("[stack]\noutput = 'b'\n[networks.shop]\nsubnet = '172.30.1.0/24'\n[odoo]\nx = 1\n"),
    )
    .unwrap();
    std::fs::write(
        dir.path().join("inputs/c.toml"),
        base_with("[stack]\noutput = 'c'\n[host]\nname = 'c'\n[networks.shop]\nsubnet = '172.30.2.0/24'\n"),
    )
    .unwrap();
    for format in FORMATS {
        let text = stdout(&run(dir.path(), &["check", "--format", format]));
        assert!(is_document(format, &text), "{format}: {text}");
        assert!(text.contains("inputs/b.toml") && text.contains("inputs/stack.toml"), "{format}: {text}");
        assert_eq!(text.contains("inputs/c.toml"), ["json", "sarif", "junit"].contains(&format), "{format}: {text}");
    }
}

#[test]
fn files_are_named_from_the_repository() {
    let dir = project(&base_with(WARNING));
    std::fs::create_dir(dir.path().join(".git")).unwrap();
    let below = dir.path().join("inputs");
    for input in ["stack.toml", "../inputs/./stack.toml", dir.path().join("inputs/stack.toml").to_str().unwrap()] {
        let sarif: Value = serde_json::from_str(&stdout(&run(&below, &["check", "--format", "sarif", input]))).unwrap();
        let location = &sarif["runs"][0]["artifacts"][0]["location"];
        assert_eq!((&location["uri"], &location["uriBaseId"]), (&"inputs/stack.toml".into(), &"%SRCROOT%".into()));
        let json: Value = serde_json::from_str(&stdout(&run(&below, &["check", "--format", "json", input]))).unwrap();
        assert_eq!(json["inputs"][0]["file"], input);
    }
}

#[test]
fn denied_warnings_fail_and_build_writes_nothing() {
    let dir = project(&base_with(WARNING));
    assert_eq!(run(dir.path(), &["check"]).status.code(), Some(0));
    let check = run(dir.path(), &["check", "--deny", "warnings"]);
    assert_eq!(check.status.code(), Some(1));
    assert!(stdout(&check).ends_with("1 warning (warnings are denied)\n"), "{}", stdout(&check));
    for arguments in [&["build", "--deny", "warnings"][..], &["build", "--check", "--deny", "warnings"]] {
        let build = run(dir.path(), arguments);
        assert_eq!(build.status.code(), Some(1));
        let last = "\n1 warning (warnings are denied): nothing was written\n";
        assert!(stderr(&build).ends_with(last), "{}", stderr(&build));
        assert!(!dir.path().join("generated").exists());
    }
    assert_eq!(run(dir.path(), &["build"]).status.code(), Some(0));
    let advice = project(&base_with("[odoo]\ncontainer_name = 'shop'\n"));
    assert_eq!(run(advice.path(), &["check", "--deny", "warnings"]).status.code(), Some(0));
    assert_eq!(run(advice.path(), &["check", "--deny", "advice"]).status.code(), Some(2));
}

#[test]
fn rules_are_chosen_by_name_and_structure_is_always_shown() {
    let dir = project(&base_with(&format!("{WARNING}[odoo.options]\nxmlrpc_port = 8069\n")));
    let rules = |dir: &Path, arguments: &[&str]| {
        let output = run(dir, &[&["check", "--format", "json"], arguments].concat());
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        let mut rules: Vec<String> = json["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["rule"].as_str().unwrap().to_owned())
            .collect();
        rules.sort();
        (output.status.code().unwrap(), rules)
    };
    let (warning, error) = ("quorum-not-majority".to_owned(), "odoo-option-removed".to_owned());
    let (status, all) = rules(dir.path(), &[]);
    assert!(status == 1 && all.contains(&warning) && all.contains(&error), "{all:?}");
    assert_eq!(rules(dir.path(), &["--only", &warning]), (0, vec![warning.clone()]));
    assert_eq!(rules(dir.path(), &["--only", &warning, "--deny", "warnings"]), (1, vec![warning.clone()]));
    assert_eq!(rules(dir.path(), &["--only", &warning, "--only", &error]), (1, vec![error.clone(), warning.clone()]));
    let (status, left) = rules(dir.path(), &["--skip", &error, "--skip", &warning]);
    assert!(status == 0 && !left.contains(&warning) && !left.contains(&error), "{left:?}");
    let structure = project("x = 1");
    let (status, found) = rules(structure.path(), &["--only", &warning]);
    assert!(status == 1 && found.iter().any(|rule| rule == "unknown-key"), "{found:?}");
}

#[test]
fn a_rule_that_does_not_exist_is_a_mistake_of_the_command() {
    let dir = project(&base_with(""));
    for option in ["--only", "--skip"] {
        let output = run(dir.path(), &["check", option, "quorum-not-majorty"]);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(
            stderr(&output),
            "error: there is no rule `quorum-not-majorty`: did you mean `quorum-not-majority`?\n"
        );
        assert_eq!(stderr(&run(dir.path(), &["check", option, "xx"])), "error: there is no rule `xx`\n");
    }
    assert_eq!(run(dir.path(), &["check", "--format", "xml"]).status.code(), Some(2));
}

#[test]
fn of_hundreds_the_worst_are_shown() {
    let options: String = (0..80).map(|number| format!("no_option_{number:02} = 'x'\n")).collect();
    let dir = project(&base_with(&format!("[odoo.options]\n{options}xmlrpc_port = 8069\n")));
    let shown = |arguments: &[&str]| stderr(&run(dir.path(), arguments));
    let some = shown(&["check"]);
    assert_eq!(some.lines().filter(|line| line.contains("[odoo-option-")).count(), 50, "{some}");
    assert!(some.contains("[odoo-option-removed]\n"), "{some}");
    assert!(some.contains("\n31 more findings are not shown: run `stackgen check --all` to see them.\n"), "{some}");
    assert!(shown(&["build"]).contains("\n31 more findings"));
    let all = shown(&["check", "--all"]);
    assert_eq!(all.lines().filter(|line| line.contains("[odoo-option-")).count(), 81);
    assert!(!all.contains("more findings"), "{all}");
    let json: Value = serde_json::from_str(&stdout(&run(dir.path(), &["check", "--format", "json"]))).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 81);
}

#[test]
fn a_report_ends_with_where_the_pages_are() {
    let line = "\nFor more about a finding, run `stackgen explain <name>` with the name in brackets.\n";
    for input in [base_with(WARNING), "x = 1".to_owned()] {
        let shown = stderr(&run(project(&input).path(), &["check"]));
        let end = shown.trim_end().rsplit_once('\n').map_or("", |(before, _)| before);
        assert!(shown.ends_with(line) || format!("{end}\n").ends_with(line), "{shown}");
        // Each name that stands in brackets has a page.
        let names = shown.lines().filter_map(|line| line.split_once('[')?.1.strip_suffix(']'));
        let names: Vec<&str> = names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-')).collect();
        assert!(!names.is_empty(), "{shown}");
        for name in names {
            let page = run(project(&input).path(), &["explain", name]);
            assert!(page.status.success() && stdout(&page).contains("\n\nWhy\n"), "{name}");
        }
    }
    let output = run(project(&base_with("")).path(), &["check"]);
    assert!(!stderr(&output).contains("explain"), "{}", stderr(&output));
}
