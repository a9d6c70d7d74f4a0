//! The formats of findings: each is read by a parser of others or by its schema, and says what was found.

#[path = "support/mod.rs"]
mod support;

use clap::ValueEnum as _;
use serde_json::Value;
use stackgen::finding::Severity;
use stackgen::report::{Format, Shown};
use stackgen::source::Source;
use support::{base_with, compile, root, snapshot};

/// An input with an error, a warning and advice.
fn three() -> String {
    std::fs::read_to_string(root().join("tests/fixtures/formats/three.toml")).unwrap()
}

/// What a format writes for these inputs, by their paths.
fn written(format: Format, inputs: &[(&str, &str)], fails: Severity) -> String {
    let compiled: Vec<_> = inputs
        .iter()
        .map(|(path, text)| {
            let source = Source::new(*path, *text);
            let compiled = stackgen::compile::compile(&source, &stackgen::surroundings::Nowhere).unwrap();
            (source, compiled)
        })
        .collect();
    let shown: Vec<_> = compiled
        .iter()
        .map(|(source, compiled)| {
            let masked = compiled.masked(source);
            Shown::new(source, &masked, &compiled.found, source.path().to_string(), fails)
        })
        .collect();
    format.document(&shown, None).unwrap()
}

fn json(format: Format, inputs: &[(&str, &str)]) -> Value {
    serde_json::from_str(&written(format, inputs, Severity::Error)).unwrap()
}

fn schema(path: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    // A bracket too many in the published pattern of languages, which this program does not write.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn valid(schema: &jsonschema::Validator, document: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(root().join("tests/fixtures/structure").join(name)).unwrap()
}

/// Inputs of every kind: sound, with findings of rules, with structural mistakes, no TOML, empty.
fn kinds() -> Vec<String> {
    let crlf = three().replace('\n', "\r\n");
    let broken = "[redis]\nmaxmemory = 12 12\n\u{feff}\n".to_owned();
    vec![base_with(""), three(), crlf, fixture("many.toml"), fixture("syntax.toml"), broken, String::new()]
}

#[test]
fn json_is_as_its_schema_says() {
    let schema = schema("schema/findings.schema.json");
    for text in kinds() {
        valid(&schema, &json(Format::Json, &[("stack.toml", &text)]));
    }
    let empty = json(Format::Json, &[]);
    valid(&schema, &empty);
    assert_eq!(empty, serde_json::json!({ "version": 1, "inputs": [], "findings": [] }));
}

#[test]
fn json_says_all_there_is_to_say() {
    let text = three();
    let document = json(Format::Json, &[("a/stack.toml", &text), ("b.toml", &base_with(""))]);
    let files: Vec<_> = document["inputs"].as_array().unwrap().iter().map(|input| &input["file"]).collect();
    assert_eq!(files, ["a/stack.toml", "b.toml"]);
    let of = |rule: &str| document["findings"].as_array().unwrap().iter().find(|found| found["rule"] == rule).unwrap();
    let removed = of("odoo-option-removed");
    assert_eq!(removed["key"], "odoo.options.xmlrpc_port");
    assert_eq!(
        (&removed["severity"], &removed["page"]),
        (&"error".into(), &"docs/rules/odoo-option-removed.md".into())
    );
    assert_eq!((&removed["allowable"], &removed["file"]), (&true.into(), &"a/stack.toml".into()));
    let related = of("quorum-not-majority")["related"].as_array().unwrap();
    assert!(!related.is_empty());
    for found in document["findings"].as_array().unwrap() {
        let (start, end) = (&found["range"]["start"], &found["range"]["end"]);
        let byte = |at: &Value| usize::try_from(at["byte"].as_u64().unwrap()).unwrap();
        let before = &text[..byte(start)];
        let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
        assert_eq!(start["line"], before.matches('\n').count() as u64 + 1, "{found}");
        assert_eq!((start["column"].as_u64().unwrap(), byte(start) <= byte(end)), (column, true), "{found}");
    }
    let sums = base_with("[host]\nmemory = '7 GiB'\n");
    let document = json(Format::Json, &[("x.toml", &sums)]);
    let with_sum = document["findings"].as_array().unwrap().iter().find(|found| found["sum"] != Value::Array(vec![]));
    assert!(with_sum.unwrap()["sum"].as_array().unwrap().iter().any(|line| line["sign"] == "="));
    let allowed = base_with("[[rules.allow]]\nrule = 'nested-volumes'\nreason = 'x'\n");
    let document = json(Format::Json, &[("x.toml", &allowed)]);
    assert_eq!(document["findings"][0]["fixes"][0]["edits"][0]["action"], "remove");
}

/// What GitHub requires of a log beyond the standard's schema.
/// <https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>
fn ready_for_code_scanning(log: &Value) {
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for text in ["shortDescription", "fullDescription", "help"] {
            let length = rule[text]["text"].as_str().unwrap().len();
            assert!(length > 0 && (text == "help" || length <= 1024), "{rule}");
        }
    }
    let mut known = std::collections::BTreeSet::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        let place = &result["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().starts_with(['/', '.']));
        assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
        let region = |key: &str| place["region"][key].as_u64().unwrap();
        assert!((region("startLine"), region("startColumn")) <= (region("endLine"), region("endColumn")));
        let text = result["message"]["text"].as_str().unwrap();
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(text.contains(&format!("]({})", related["id"])), "{text}");
        }
        assert!(known.insert(result["partialFingerprints"].to_string()), "a fingerprint twice: {result}");
    }
}

#[test]
fn sarif_is_as_its_schema_and_code_scanning_say() {
    let schema = schema("tests/fixtures/sarif/sarif-schema-2.1.0.json");
    let kinds = kinds();
    for text in &kinds {
        let log = json(Format::Sarif, &[("inputs/a b.toml", text)]);
        valid(&schema, &log);
        ready_for_code_scanning(&log);
    }
    let all: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"].into_iter().zip(kinds.iter().map(String::as_str)).collect();
    let log = json(Format::Sarif, &all);
    valid(&schema, &log);
    ready_for_code_scanning(&log);
    assert_eq!(log["runs"].as_array().unwrap().len(), 1);
    assert_eq!(log["runs"][0]["artifacts"].as_array().unwrap().len(), 7);
    let empty = json(Format::Sarif, &[("x.toml", &base_with(""))]);
    assert_eq!(empty["runs"][0]["results"], Value::Array(vec![]));
}

#[test]
fn sarif_counts_utf16_code_units() {
    let text = base_with("").replace("[odoo]", "[odoo]\n\"\u{1f433}你e\u{301}\" = \"\u{1f433}\"");
    let log = json(Format::Sarif, &[("x.toml", &text)]);
    assert_eq!(log["runs"][0]["columnKind"], "utf16CodeUnits");
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&1.into(), &8.into()));
}

#[test]
fn a_finding_is_known_again_when_other_lines_move() {
    let fingerprints = |text: &str| -> Vec<(String, String)> {
        let sarif = json(Format::Sarif, &[("x.toml", text)]);
        let results = sarif["runs"][0]["results"].as_array().unwrap().clone();
        let of_sarif = results.iter().map(|found| found["partialFingerprints"]["stackgenKey/v1"].to_string());
        let gitlab = json(Format::Gitlab, &[("x.toml", text)]);
        let of_gitlab: Vec<_> = gitlab.as_array().unwrap().iter().map(|one| one["fingerprint"].to_string()).collect();
        of_sarif.zip(of_gitlab).collect()
    };
    let text = three();
    let before = fingerprints(&text);
    assert!(before.len() >= 3);
    let moved = format!("# a line\n\n{}", text.replace("[odoo.options]", "# another\n[odoo.options]"));
    assert_eq!(fingerprints(&moved), before);
    assert_eq!(fingerprints(&text.replace('\n', "\r\n")), before);
    let broken = "[a]\nb = 1 1\nc = 1 1\n";
    let before = fingerprints(broken);
    assert_eq!(fingerprints(&format!("\n# x\n{broken}")), before);
}

#[test]
fn gitlab_has_the_keys_of_its_report() {
    let many = fixture("many.toml");
    let report = json(Format::Gitlab, &[("a.toml", &many), ("b.toml", &many), ("c.toml", &three())]);
    let mut known = std::collections::BTreeSet::new();
    for issue in report.as_array().unwrap() {
        assert!(["description", "check_name"].iter().all(|key| !issue[key].as_str().unwrap().is_empty()), "{issue}");
        assert!(["info", "minor", "major"].contains(&issue["severity"].as_str().unwrap()), "{issue}");
        assert!(["a.toml", "b.toml", "c.toml"].contains(&issue["location"]["path"].as_str().unwrap()));
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(known.insert(issue["fingerprint"].to_string()), "{issue}");
    }
    assert!(known.len() >= 60);
    assert_eq!(json(Format::Gitlab, &[("x.toml", &base_with(""))]), Value::Array(vec![]));
}

#[test]
fn github_commands_are_one_line_each() {
    let text = three();
    let commands = written(Format::Github, &[("a,b:c%.toml", &text)], Severity::Error);
    let removed = commands.lines().find(|line| line.contains("odoo-option-removed")).unwrap();
    let line = 1 + text.lines().position(|line| line.contains("xmlrpc_port")).unwrap();
    assert!(removed.starts_with(&format!("::error file=a%2Cb%3Ac%25.toml,line={line},col=")), "{removed}");
    for command in commands.lines() {
        let kind = command.strip_prefix("::").and_then(|rest| rest.split(' ').next()).unwrap();
        assert!(["error", "warning", "notice"].contains(&kind), "{command}");
        let properties = command[2..].split("::").next().unwrap().split_once(' ').unwrap().1;
        let names: Vec<_> = properties.split(',').map(|property| property.split('=').next().unwrap()).collect();
        let one_line = ["file", "line", "col", "endLine", "endColumn", "title"];
        assert!(names == one_line || names == ["file", "line", "endLine", "title"], "{command}");
    }
    assert_eq!(written(Format::Github, &[("x.toml", &base_with(""))], Severity::Error), "");
}

#[test]
fn junit_counts_what_it_holds() {
    for (fails, levels) in [(Severity::Error, &["error"][..]), (Severity::Warning, &["error", "warning"])] {
        let text = three();
        let (many, sound) = (fixture("many.toml"), base_with(""));
        let inputs = [("a.toml", text.as_str()), ("b.toml", &many), ("c.toml", &sound)];
        let xml = written(Format::Junit, &inputs, fails);
        let document = roxmltree::Document::parse(&xml).unwrap();
        let count = |node: roxmltree::Node<'_, '_>, name: &str| {
            node.descendants().filter(|below| below.has_tag_name(name)).count().to_string()
        };
        let suites: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
        assert_eq!(
            suites.iter().map(|suite| suite.attribute("name").unwrap()).collect::<Vec<_>>(),
            ["a.toml", "b.toml", "c.toml"]
        );
        for node in suites.iter().copied().chain([document.root_element()]) {
            assert_eq!(node.attribute("tests"), Some(count(node, "testcase").as_str()));
            assert_eq!(node.attribute("failures"), Some(count(node, "failure").as_str()));
            assert_eq!(node.attribute("errors"), Some("0"));
        }
        for failure in document.descendants().filter(|node| node.has_tag_name("failure")) {
            assert!(levels.contains(&failure.attribute("type").unwrap()), "{failure:?}");
        }
        let found = compile(&text).found.iter().filter(|found| found.severity >= fails).count();
        assert_eq!(suites[0].attribute("failures"), Some(found.to_string().as_str()));
        assert_eq!((suites[2].attribute("tests"), suites[2].attribute("failures")), (Some("1"), Some("0")));
        let names: Vec<_> = suites[1].children().filter_map(|case| case.attribute("name")).collect();
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len(), "{names:#?}");
    }
}

#[test]
fn what_steers_terminals_or_parsers_is_in_no_document() {
    let text = "x = \"\u{1b}[31m\u{7}\u{202e}\"\n[\"\\u001b[31m]]><&\"]\n[\"a\\r\\n::error::b\"]\n";
    for format in Format::value_variants().iter().filter(|format| **format != Format::Human) {
        let document = written(*format, &[("x.toml", text)], Severity::Error);
        assert!(!document.contains(['\u{1b}', '\u{7}', '\u{202e}', '\r']), "{document}");
        assert!(!document.contains("\n::error::b"), "{document}");
    }
    roxmltree::Document::parse(&written(Format::Junit, &[("x.toml", text)], Severity::Error)).unwrap();
}

#[test]
fn each_format_as_it_is_written() {
    let text = three();
    let rules = ["odoo-option-removed", "quorum-not-majority", "nested-volumes"];
    let source = Source::new("inputs/stack.toml", text.as_str());
    let mut compiled = compile(&text);
    compiled.found.retain(|found| rules.contains(&found.rule));
    let masked = compiled.masked(&source);
    let path = source.path().to_string();
    let shown = [Shown::new(&source, &masked, &compiled.found, path, Severity::Error)];
    for format in [Format::Json, Format::Github, Format::Gitlab, Format::Junit] {
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        snapshot("formats", &name, &format.document(&shown, None).unwrap());
    }
    let mut log: Value = serde_json::from_str(&Format::Sarif.document(&shown, None).unwrap()).unwrap();
    log["runs"][0]["tool"]["driver"]["rules"] = "(see `stackgen rules`)".into();
    for result in log["runs"][0]["results"].as_array_mut().unwrap() {
        result["ruleIndex"] = "(its index)".into();
    }
    log["runs"][0]["tool"]["driver"]["version"] = "(version)".into();
    snapshot("formats", "sarif", &serde_json::to_string_pretty(&log).unwrap());
}
