//! The version of a server is unknown.
//!
//! # Why
//! The settings that a server accepts and the place where it keeps its data differ between versions. If the tag of
//! the image does not begin with the version, the input must give it: otherwise the generated files may be those of
//! another version.
//!
//! # Wrong
//! [postgres]
//! image = "registry.example.com/shop/database:3.1@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [postgres]
//! image = "registry.example.com/shop/database:3.1@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! version = "16"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["odoo"];

/// Looks for programs whose version neither the input nor the tag gives.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases().filter(|release| release.version().is_none()) {
        let newest = release.newest().map(|version| version.to_string()).unwrap_or_default();
        report
            .at(&release.image, format!("the image does not give the version of {}", release.program))
            .help(format!("set `{}`, for example to \"{newest}\"", release.key));
    }
}
