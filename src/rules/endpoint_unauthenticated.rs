//! An address without the password that the server wants.
//!
//! # Why
//! Redis answers `NOAUTH Authentication required` (7.0.15, observed), PostgreSQL `password
//! authentication failed`. A password in the URL would stand in the generated files: a reference brings
//! it by a file.
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

/// Looks for credentials in the addresses that are written out.
pub fn check(stack: &Stack, report: &mut Report) {
    for found in found(stack).into_iter().filter(|found| found.wrong == Some(Mismatch::Unauthenticated)) {
        report
            .at(
                &found.literal.text,
                format!("`{}` wants a password, and this URL has none", found.target.service.as_str()),
            )
            .also(&found.target.service, "the service")
            .help(format!("use a reference, which brings the password: {}", found.reference()));
    }
}
