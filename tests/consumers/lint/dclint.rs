//! dclint: the style of Compose files, and some mistakes (doubled names and ports, tags, interfaces).

use serde::Deserialize;

use super::linter::{Fault, Finding, Linter, emitted_yaml, json, whole_project};
use crate::clean;
use crate::support::{npm_tool, tool};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    file_path: String,
    messages: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    rule: String,
    message: String,
}

pub const LINTER: Linter = Linter {
    name: "dclint",
    command: || {
        let mut command = clean(tool("node")?);
        command.arg(npm_tool("dclint")?).args(["--formatter", "json"]);
        Some(command)
    },
    reads: |file| emitted_yaml(file) || whole_project(file),
    report: |_, text| {
        let findings = |File { file_path, messages }: File| {
            messages.into_iter().map(move |found| Finding::new(found.rule, &file_path, found.message))
        };
        json::<Vec<File>>(text).into_iter().flat_map(findings).collect()
    },
    fault: Fault {
        file: "docker-compose.yml",
        written: "container_name: odoo19_app",
        wrong: "container_name: odoo19_db",
        rule: "no-duplicate-container-names",
    },
};
