//! An Odoo that the generated files are not for.
//!
//! # Why
//! Options, their names and how Odoo is started differ from version to version. The options of 17, 18 and
//! 19 are known here.
//!
//! # Wrong
//! [odoo]
//! image = "odoo:16.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [odoo]
//! image = "odoo:18.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the version with the oldest one.
pub fn check(stack: &Stack, report: &mut Report) {
    let release = &stack.odoo().release;
    let (Some(version), Some(oldest), Some(newest)) = (release.too_old(), release.known.first(), release.newest())
    else {
        return;
    };
    let message = format!("Odoo {version} is too old: {oldest} is the first whose options are known here");
    let finding = report.at(&release.place(), message);
    finding.help(format!("use one of the versions {oldest} to {newest}"));
}
