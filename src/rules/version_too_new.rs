//! A version is newer than those that stackgen knows.
//!
//! # Why
//! stackgen checks the settings against the newest version that it knows. Some of those settings may no longer
//! exist in the newer version, and stackgen does not know the new ones.
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
        let message = format!("stackgen does not know {} {version} and checks it as {newest}", release.program);
        let finding = report.at(&release.place(), message);
        finding.help(format!("look for a newer version of stackgen, or use {} {newest}", release.program));
    }
}
