//! compose-lint: the security of Compose files, by OWASP and CIS.

use serde::Deserialize;
use serde_json::Value;

use super::linter::{Fault, Finding, Linter, json, whole_project};
use crate::clean;
use crate::support::tool;

#[derive(Deserialize)]
struct Report {
    findings: Vec<Found>,
    errors: Vec<Value>,
    warnings: Vec<Value>,
}

#[derive(Deserialize)]
struct Found {
    rule_id: String,
    file: String,
    service: String,
    message: String,
}

pub const LINTER: Linter = Linter {
    name: "compose-lint",
    command: || {
        let mut command = clean(tool("compose-lint")?);
        command.args(["check", "--format", "json", "--fail-on", "low", "--no-env"]);
        Some(command)
    },
    reads: whole_project,
    report: |_, text| {
        let report: Report = json(text);
        assert!(report.errors.is_empty() && report.warnings.is_empty(), "not all was read: {text}");
        let finding =
            |found: Found| Finding::new(found.rule_id, found.file, format!("{}: {}", found.service, found.message));
        report.findings.into_iter().map(finding).collect()
    },
    fault: Fault {
        file: "docker-compose.yml",
        written: "container_name: odoo19_app",
        wrong: "privileged: true",
        rule: "CL-0002",
    },
};
