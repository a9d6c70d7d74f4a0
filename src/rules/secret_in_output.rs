//! A generated file would hold a credential.
//!
//! # Why
//! Generated files are committed, mounted and shown by `docker compose config`. Before anything is
//! written, each of them is searched for the forms of credentials, and for the values of the `.env`
//! beside them. Values of fewer than 8 characters are not looked for: they would be found in
//! ordinary words.
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

pub const REFUSED_BY: &str = "a generated file is read by everyone who reads the repository";

/// The message for a credential in a generated file.
#[must_use]
pub fn check_output(leak: &Leak<'_>) -> String {
    format!("line {} of {} would hold {}", leak.line, leak.file, leak.what)
}
