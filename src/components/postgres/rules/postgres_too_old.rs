//! The version of PostgreSQL is too old.
//!
//! # Why
//! Odoo 19 requires PostgreSQL 13 or newer and refuses to work with an older version. stackgen does not know the
//! settings of older versions, so the same minimum applies to Odoo 17 and 18.
//!
//! # Wrong
//! [postgres]
//! image = "postgres:12@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [postgres]
//! image = "postgres:15-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// The oldest version that Odoo 19 accepts and whose settings are known.
const OLDEST: u32 = 13;

/// Compares the version with it.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(release) = &stack.postgres().release else { return };
    let Some(version) = release.too_old() else { return };
    let message = match stack.odoo().version() {
        19.. => format!("Odoo 19 requires PostgreSQL {OLDEST} or newer, but this is {version}"),
        _ => format!("PostgreSQL {version} is too old: {OLDEST} is the oldest version that stackgen supports"),
    };
    let finding = report.at(&release.place(), message);
    let newest = release.newest().map(|version| version.to_string()).unwrap_or_default();
    finding.help(format!("use a version from {OLDEST} to {newest}"));
}
