//! ShellCheck, at its strictest, for the shells that may be `/bin/sh` in an image.

use serde::Deserialize;

use super::linter::{Fault, Finding, Linter, has_extension, json};
use crate::clean;
use crate::support::tool;

#[derive(Deserialize)]
struct Report {
    comments: Vec<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    file: String,
    code: u32,
    message: String,
}

pub const LINTER: Linter = Linter {
    name: "shellcheck",
    command: || {
        let mut command = clean(tool("shellcheck")?);
        command.args(["--norc", "--shell", "sh", "--severity", "style", "--format", "json1"]);
        Some(command)
    },
    reads: |file| has_extension(file, "sh"),
    report: |_, text| {
        let finding = |found: Comment| Finding::new(format!("SC{}", found.code), found.file, found.message);
        json::<Report>(text).comments.into_iter().map(finding).collect()
    },
    fault: Fault {
        file: "odoo/start.sh",
        written: "exec \"$_stackgen_odoo\" \"$@\"",
        wrong: "exec \"$_stackgen_odoo\" $@",
        rule: "SC2068",
    },
};
