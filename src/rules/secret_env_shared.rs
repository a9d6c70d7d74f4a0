//! Two secrets read the same variable or file.
//!
//! # Why
//! Anyone who learns one of the secrets also knows the other, and neither can be replaced without the other.
//!
//! # Wrong
//! [secrets]
//! redis_password = { env = "ODOO_DB_PASSWORD", rotate = "90d" }
//!
//! # Right
//! [secrets]
//! redis_password = { env = "REDIS_PASSWORD", rotate = "90d" }

use std::collections::BTreeMap;

use crate::model::{Secret, SecretSource};
use crate::rule::prelude::*;
use crate::units::SecretName;

pub const SEVERITY: Severity = Error;

/// Compares the variable, or the file, of each secret with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut known: BTreeMap<(bool, &str), (&SecretName, &Secret)> = BTreeMap::new();
    for (name, secret) in &stack.secrets {
        let source = match &secret.source {
            SecretSource::Env(variable) => (true, variable.as_str()),
            SecretSource::File(path) => (false, path.as_str()),
        };
        let (first, other) = *known.entry(source).or_insert((name, secret));
        if std::ptr::eq(other, secret) {
            continue;
        }
        let what = if matches!(secret.source, SecretSource::Env(_)) { "variable" } else { "file" };
        report
            .at(&secret.source.origin(), format!("`{}` and `{}` read the same {what}", first.as_str(), name.as_str()))
            .also(&other.source.origin(), "the other secret")
            .help(format!("give each secret its own {what}, or use one secret in both places"));
    }
}
