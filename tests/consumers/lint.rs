//! Schemas and linters of others.

use std::path::Path;
use std::process::Command;

use crate::compose::fill;
use crate::support::{both, built, external_with, real_input, stackgen, succeeds, tool};
use crate::{MODES, compose_in, files, quiet};

#[test]
fn the_compose_specification_accepts_every_mode() {
    let dir = built(&real_input());
    let generated = dir.path().join("generated");
    let Some(check) = tool("check-jsonschema") else { return };
    let accepts = |file: &Path| {
        Command::new(&check).args(["--builtin-schema", "vendor.compose-spec"]).arg(file).output().unwrap()
    };
    let main = generated.join("docker-compose.yml");
    assert!(accepts(&main).status.success(), "{}", both(&accepts(&main)));
    for mode in MODES {
        fill(&generated, mode);
        let Some(mut command) = compose_in(&generated) else { return };
        let merged = dir.path().join("merged.yml");
        std::fs::write(&merged, quiet(command.arg("config"))).unwrap();
        assert!(accepts(&merged).status.success(), "{mode}: {}", both(&accepts(&merged)));
    }
    let text = std::fs::read_to_string(&main).unwrap();
    std::fs::write(&main, text.replacen("container_name:", "containr_name:", 1)).unwrap();
    assert!(!accepts(&main).status.success(), "the schema was not used");
}

#[test]
fn yamllint_accepts_every_yaml_file() {
    let Some(yamllint) = tool("yamllint") else { return };
    let dir = built(&real_input());
    let rules = "{extends: default, rules: {line-length: disable, document-start: disable}}";
    let files = files(&dir.path().join("generated"), "yml");
    assert_eq!(files.len(), 1 + MODES.len());
    succeeds(Command::new(&yamllint).args(["--strict", "-d", rules]).args(&files));
}

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
