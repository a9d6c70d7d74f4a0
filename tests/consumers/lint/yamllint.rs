//! yamllint, with all the rules that it has by default.

use super::linter::{Fault, Finding, Linter, emitted_yaml};
use crate::clean;
use crate::support::tool;

/// `file:line:column: [level] message (rule)`
fn finding(line: &str) -> Finding {
    let parts = || {
        let (place, said) = line.split_once(": [")?;
        let (text, rule) = said.split_once("] ")?.1.strip_suffix(')')?.rsplit_once(" (")?;
        Some(Finding::new(rule, place.split_once(':')?.0, text.to_owned()))
    };
    parts().unwrap_or_else(|| panic!("no finding: {line}"))
}

pub const LINTER: Linter = Linter {
    name: "yamllint",
    command: || {
        let mut command = clean(tool("yamllint")?);
        command.args(["--format", "parsable", "-d", "default"]);
        Some(command)
    },
    reads: emitted_yaml,
    report: |_, text| text.lines().map(finding).collect(),
    fault: Fault {
        file: "docker-compose.yml",
        written: "name: odoo19\n",
        wrong: "name: odoo19\nname: twice\n",
        rule: "key-duplicates",
    },
};
