//! check-jsonschema: the JSON Schema of the Compose specification.

use serde::Deserialize;

use super::linter::{Fault, Finding, Linter, json, whole_project};
use crate::clean;
use crate::support::tool;

#[derive(Deserialize)]
struct Report {
    errors: Vec<Wrong>,
    #[serde(default)]
    parse_errors: Vec<Unread>,
}

#[derive(Deserialize)]
struct Wrong {
    filename: String,
    path: String,
    message: String,
}

#[derive(Deserialize)]
struct Unread {
    filename: String,
    message: String,
}

impl Report {
    fn findings(self) -> Vec<Finding> {
        let wrong = |error: Wrong| Finding::new("schema", error.filename, format!("{}: {}", error.path, error.message));
        let unread = |error: Unread| Finding::new("parse", error.filename, error.message);
        self.errors.into_iter().map(wrong).chain(self.parse_errors.into_iter().map(unread)).collect()
    }
}

pub const LINTER: Linter = Linter {
    name: "check-jsonschema",
    command: || {
        let mut command = clean(tool("check-jsonschema")?);
        command.args(["--builtin-schema", "vendor.compose-spec", "--output-format", "json"]);
        Some(command)
    },
    reads: whole_project,
    report: |_, text| json::<Report>(text).findings(),
    fault: Fault {
        file: "docker-compose.yml",
        written: "container_name: odoo19_app",
        wrong: "containr_name: odoo19_app",
        rule: "schema",
    },
};
