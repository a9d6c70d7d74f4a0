//! A generated file would contain a credential.
//!
//! # Why
//! Generated files are committed, mounted into containers and shown by `docker compose config`. Before stackgen
//! writes any file, it searches all of them for patterns of credentials and for the values in the `.env` beside
//! them. It does not search for values shorter than 8 characters, because they also occur in ordinary words.
//!
//! # Wrong
//! [odoo.environment]
//! SENTRY_DSN = "https://key:hunter2secret@sentry.example.com/1"
//!
//! # Right
//! [odoo.environment]
//! SENTRY_DSN = { secret = "odoo_db_password" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "everyone who can read the repository can read its generated files";

/// The message for a credential in a generated file.
#[must_use]
pub fn check_output(leak: &Leak<'_>) -> String {
    format!("line {} of {} would contain {}", leak.line, leak.file, leak.what)
}
