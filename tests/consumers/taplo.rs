//! The input, as an editor with Taplo checks it.

use std::process::Command;

use crate::support::{both, external_with, real_input, stackgen, succeeds, tool};

/// The input's first line names the schema that `stackgen schema` prints: an editor that knows
/// Taplo's directive uses it.
#[test]
fn taplo_checks_the_input_against_the_schema() {
    let Some(taplo) = tool("taplo") else { return };
    let input = real_input();
    let dir = crate::support::project(&input);
    let schema = succeeds(stackgen(dir.path()).arg("schema")).stdout;
    std::fs::create_dir(dir.path().join("schema")).unwrap();
    std::fs::write(dir.path().join("schema/stack.schema.json"), schema).unwrap();
    let check = |text: &str| {
        std::fs::write(dir.path().join("inputs/stack.toml"), text).unwrap();
        Command::new(&taplo).current_dir(dir.path()).args(["check", "inputs/stack.toml"]).output().unwrap()
    };
    let external = external_with("[modes.near.postgres]\nexternal = { port = 6432 }");
    for sound in [&input, &external].map(|input| check(input)) {
        assert!(sound.status.success(), "{}", both(&sound));
    }
    for (written, wrong) in [
        ("maxmemory = \"512mb\"", "maxmemry = \"512mb\""),
        ("[odoo.resources]", "[odoo.resorces]"),
        ("count = 2", "count = \"two\""),
        ("restart = \"unless-stopped\"", "restart = \"unless-stoped\""),
        ("list_db = false", "list_db = \"no\""),
        ("shared_buffers = ", "shared_bufers = "),
        ("[modes.development.odoo.options]\nworkers = 0", "[modes.development.odoo.options]\nworkers = \"none\""),
        ("[modes.development.odoo]\nproxy", "[modes.development.odoo]\nproxi"),
        ("[modes.development.odoo.options]\nworkers", "[modes.development.odoo.options]\ndb_host"),
        ("image = \"postgres:15-alpine\"", ""),
        ("image = \"postgres:15-alpine\"", "image = \"x\"\nexternal = { host = \"db.example.com\" }"),
    ] {
        assert!(input.contains(written), "the input has no `{written}`");
        let text = input.replacen(written, wrong, 1);
        assert!(text.parse::<toml::Table>().is_ok(), "`{wrong}` is no TOML: the schema is not asked");
        let refused = check(&text);
        assert!(!refused.status.success(), "`{wrong}` was accepted");
        assert!(both(&refused).contains("error: "), "`{wrong}`: {}", both(&refused));
    }
}

/// Without the line, the rule of the guide does the same.
#[test]
fn the_rule_of_the_guide_finds_the_schema() {
    let Some(taplo) = tool("taplo") else { return };
    let guide = std::fs::read_to_string(crate::support::root().join("docs/guide.md")).unwrap();
    let (_, section) = guide.split_once("\n## Editors\n").unwrap();
    let rule = section.split("```toml\n").find(|block| block.starts_with("[[rule]]")).unwrap();
    let rule = rule.split("```").next().unwrap();
    let input = real_input().replacen("#:schema ../schema/stack.schema.json", "", 1);
    let check = |text: &str, rule: Option<&str>| {
        let dir = crate::support::project(text);
        let schema = succeeds(stackgen(dir.path()).arg("schema")).stdout;
        std::fs::write(dir.path().join("inputs/stack.schema.json"), schema).unwrap();
        rule.into_iter().for_each(|rule| std::fs::write(dir.path().join(".taplo.toml"), rule).unwrap());
        Command::new(&taplo).current_dir(dir.path()).args(["check", "inputs/stack.toml"]).output().unwrap()
    };
    let wrong = input.replacen("count = 2", "count = \"two\"", 1);
    assert!(check(&input, Some(rule)).status.success());
    assert!(!check(&wrong, Some(rule)).status.success());
    assert!(check(&wrong, None).status.success(), "something else names the schema");
}
