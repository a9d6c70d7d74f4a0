//! A version that is not the image's.
//!
//! # Why
//! The tag of the image tells another version than the input says. One of them is wrong: the files
//! would be those of another server than the one that runs.
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

/// Compares what is written with what the tag tells.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases() {
        let (Some(written), Some(told)) = (&release.written, release.told) else { continue };
        // Of PostgreSQL and Odoo the major version alone decides; a number that is not said is any.
        let minors =
            written.minor.zip(told.minor).filter(|_| release.program == "Redis" || release.program == "Valkey");
        if written.major != told.major || minors.is_some_and(|(written, told)| written != told) {
            report
                .at(written, format!("this is {} {}, its image says {told}", release.program, **written))
                .also(&release.image, "the image")
                .help(format!("leave `{}` out, or set it to {told}", release.key))
                .fix(Fix::suggested("leave it out").remove(written));
        }
    }
}
