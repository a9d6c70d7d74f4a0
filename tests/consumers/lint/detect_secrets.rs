//! detect-secrets: credentials, by their forms, by their entropy and by the words before them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::linter::{Fault, Finding, Linter, json};
use crate::clean;
use crate::support::tool;

#[derive(Deserialize)]
struct Report {
    results: BTreeMap<String, Vec<Found>>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "type")]
    kind: String,
    line_number: usize,
}

/// The report has no value, and no test may print one: the line, which has it, is only compared.
fn in_file(dir: &Path, file: &str, found: &[Found]) -> Vec<Finding> {
    let text = std::fs::read_to_string(dir.join(file)).unwrap();
    let finding = |found: &Found| Finding {
        rule: found.kind.clone(),
        file: file.to_owned(),
        text: text.lines().nth(found.line_number - 1).unwrap().to_owned(),
        shown: format!("line {}", found.line_number),
    };
    found.iter().map(finding).collect()
}

pub const LINTER: Linter = Linter {
    name: "detect-secrets",
    command: || {
        let mut command = clean(tool("detect-secrets")?);
        // Not verified: it would ask the providers whether a key is theirs.
        command.args(["scan", "--no-verify", "--all-files"]);
        Some(command)
    },
    reads: |_| true,
    report: |dir, text| {
        json::<Report>(text).results.iter().flat_map(|(file, found)| in_file(dir, file, found)).collect()
    },
    fault: Fault {
        file: "odoo/odoo.conf",
        written: "db_user = odoo",
        wrong: "db_password = hunter2-for-odoo",
        rule: "Secret Keyword",
    },
};
