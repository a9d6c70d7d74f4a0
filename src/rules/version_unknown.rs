//! A version that nothing tells.
//!
//! # Why
//! What a server understands, and where it keeps its data, differs from version to version. Where the
//! tag of the image does not begin with the version, it has to be said, or the files may be those of
//! another one.
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

/// Looks for programs whose version is neither written nor told.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases().filter(|release| release.version().is_none()) {
        let newest = release.newest().map(|version| version.to_string()).unwrap_or_default();
        report
            .at(&release.image, format!("the image does not tell which version of {} it has", release.program))
            .help(format!("say it by the key `{}`, like \"{newest}\"", release.key));
    }
}
