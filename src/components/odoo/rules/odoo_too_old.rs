//! The version of Odoo is too old.
//!
//! # Why
//! The options of Odoo, their names and the way Odoo is started differ from version to version. stackgen knows the
//! options of Odoo 17, 18 and 19.
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
    let message = format!("Odoo {version} is too old: {oldest} is the oldest version that stackgen supports");
    let finding = report.at(&release.place(), message);
    finding.help(format!("use a version from {oldest} to {newest}"));
}
