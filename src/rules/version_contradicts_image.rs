//! The version differs from the version of the image.
//!
//! # Why
//! The input and the tag of the image give different versions. One of them is wrong, so stackgen would write files
//! for a different version of the server than the one that runs.
//!
//! # Wrong
//! [postgres]
//! version = "16"
//!
//! # Right
//! [postgres]
//! version = "15"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the version in the input with that of the tag.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases() {
        let (Some(written), Some(told)) = (&release.written, release.told) else { continue };
        // For PostgreSQL and Odoo only the major version counts; a missing minor version matches any.
        let minors =
            written.minor.zip(told.minor).filter(|_| release.program == "Redis" || release.program == "Valkey");
        if written.major != told.major || minors.is_some_and(|(written, told)| written != told) {
            report
                .at(
                    written,
                    format!("the version is {} {}, but the tag of the image says {told}", release.program, **written),
                )
                .also(&release.image, "the image")
                .help(format!("remove `{}`, or set it to {told}", release.key))
                .fix(Fix::suggested("remove the key").remove(written));
        }
    }
}
