//! Two secrets read one variable.
//!
//! # Why
//! Whoever learns one of them has the other, and neither can be replaced alone.
//!
//! # Wrong
//! [secrets]
//! redis_password = { env = "ODOO_DB_PASSWORD", rotate = "90d" }
//!
//! # Right
//! [secrets]
//! redis_password = { env = "REDIS_PASSWORD", rotate = "90d" }

use crate::model::{Secret, SecretSource};
use crate::rule::prelude::*;
use crate::units::SecretName;

pub const SEVERITY: Severity = Error;

/// Compares the variable, or the file, of each secret with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let secrets: Vec<_> = stack.secrets.iter().collect();
    for (index, (name, secret)) in secrets.iter().enumerate() {
        let same = |(_, other): &&(&SecretName, &Secret)| match (&secret.source, &other.source) {
            (SecretSource::Env(one), SecretSource::Env(two)) => **one == **two,
            (SecretSource::File(one), SecretSource::File(two)) => **one == **two,
            _ => false,
        };
        let Some((first, other)) = secrets.iter().take(index).find(same) else { continue };
        let what = if matches!(secret.source, SecretSource::Env(_)) { "variable" } else { "file" };
        report
            .at(&secret.source.origin(), format!("`{}` and `{}` read the same {what}", first.as_str(), name.as_str()))
            .also(&other.source.origin(), "the other one")
            .help(format!("give each a {what} of its own, or use one secret in both places"));
    }
}
