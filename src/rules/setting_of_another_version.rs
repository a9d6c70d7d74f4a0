//! A setting that the server's version does not have.
//!
//! # Why
//! PostgreSQL does not start with a setting that it does not know. Settings come and go from version to
//! version (pg_settings of the servers 13 to 18).
//!
//! # Wrong
//! [postgres]
//! settings = { transaction_timeout = "1m" }
//!
//! # Right
//! [postgres]
//! settings = { statement_timeout = "1m" }

use super::prelude::*;
use crate::tables::{postgres_setting, postgres_settings, postgres_versions};

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Who refuses the files otherwise.
pub const REFUSED_BY: &str = "PostgreSQL does not start";

/// The name of a setting in other versions (PostgreSQL's release notes; the servers know them).
const INSTEAD: [(&str, &str); 2] =
    [("force_parallel_mode", "debug_parallel_query"), ("debug_parallel_query", "force_parallel_mode")];

/// Compares each setting with the table of its version.
pub fn check(stack: &Stack, report: &mut Report) {
    let version = stack.postgres.version();
    for (name, value) in &stack.postgres.settings {
        let Some(settings) = postgres_settings().get(name.as_str()) else { continue };
        let (None, Some(versions)) = (postgres_setting(name, version), postgres_versions(settings)) else { continue };
        let message = format!("`{name}` is a setting of PostgreSQL {versions}, not of {version}");
        let mut finding = report.at(value, message);
        if let Some(release) = &stack.postgres.release {
            finding = finding.also(&release.image, &format!("PostgreSQL {version}"));
        }
        match INSTEAD.iter().find(|(gone, _)| gone == name) {
            Some((_, new)) if postgres_setting(new, version).is_some() => finding
                .help(format!("its name in PostgreSQL {version} is `{new}`"))
                .fix(Fix::suggested("use that name").rename(value, new)),
            _ => finding.help("leave it out").fix(Fix::suggested("leave it out").remove(value)),
        };
    }
}
