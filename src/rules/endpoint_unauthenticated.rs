//! A URL has no password, but the server requires one.
//!
//! # Why
//! Redis answers `NOAUTH Authentication required` (7.0.15, observed), PostgreSQL `password authentication failed`.
//! A password in the URL would appear in the generated files. A reference supplies the password from a file
//! instead.
//!
//! # Wrong
//! [services.api.environment]
//! REDIS_URL = "redis://redis-master:6379/0"
//!
//! # Right
//! [services.api.environment]
//! REDIS_URL = { redis = { db = 1 } }

use super::endpoint_literal::{Mismatch, found};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks for hard-coded addresses without credentials.
pub fn check(stack: &Stack, report: &mut Report) {
    for found in found(stack).into_iter().filter(|found| found.wrong == Some(Mismatch::Unauthenticated)) {
        report
            .at(
                &found.literal.text,
                format!("`{}` requires a password, but this URL has none", found.target.service.as_str()),
            )
            .also(&found.target.service, "the service")
            .help(format!("use a reference, which supplies the password: {}", found.reference()));
    }
}
