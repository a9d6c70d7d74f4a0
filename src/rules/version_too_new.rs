//! A version that is newer than what is known here.
//!
//! # Why
//! Its settings are checked as those of the newest version that this program knows: some may be gone,
//! and new ones are not known.
//!
//! # Wrong
//! [postgres]
//! image = "postgres:19-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [postgres]
//! image = "postgres:18-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares versions with the newest known ones.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases() {
        let (Some(newest), Some(version)) = (release.newest(), release.too_new()) else { continue };
        let message = format!("{} {version} is not known here: it is checked as {newest}", release.program);
        let finding = report.at(&release.place(), message);
        finding.help(format!("look for a newer stackgen, or use {} {newest}", release.program));
    }
}
