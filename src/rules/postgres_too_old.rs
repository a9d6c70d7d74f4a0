//! A PostgreSQL that Odoo 19 does not work with.
//!
//! # Why
//! Odoo 19 needs PostgreSQL 13 or newer, and refuses to work with an older one.
//!
//! # Wrong
//! [postgres]
//! image = "postgres:12@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [postgres]
//! image = "postgres:15-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// The oldest that Odoo 19 takes.
const OLDEST: u32 = 13;

/// Reads the version from the tag of an image that is called PostgreSQL's.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(image) = stack.postgres.container().and_then(|container| container.image.as_ref()) else { return };
    if !image.name().rsplit('/').next().is_some_and(|name| ["postgres", "postgresql"].contains(&name)) {
        return;
    }
    let digits: String = image.tag().unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    let Ok(major) = digits.parse::<u32>() else { return };
    if major < OLDEST {
        report
            .at(image, format!("Odoo 19 needs PostgreSQL {OLDEST} or newer, this is {major}"))
            .help("use version 15, for which the settings are checked here");
    }
}
