//! A secret is not declared.
//!
//! # Why
//! Each secret is declared once under `[secrets]`, with the source of its value. A secret that is not declared
//! there has no value.
//!
//! # Wrong
//! [services.api.environment]
//! PASSWORD = { secret = "redis_pasword" }
//!
//! # Right
//! [services.api.environment]
//! PASSWORD = { secret = "redis_password" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["secrets"];

/// The declared secret that a misspelt name may mean.
pub(super) fn nearest_declared<'s>(stack: &'s Stack, name: &str) -> Option<&'s str> {
    nearest(name, stack.secrets.keys().map(|name| name.as_str()))
}

/// Looks up each use of a secret.
pub fn check(stack: &Stack, report: &mut Report) {
    for used in stack.secret_uses.iter().filter(|used| !stack.secrets.contains_key(&***used)) {
        let finding = report.at(used, "this secret is not declared under `[secrets]`");
        match nearest_declared(stack, used.as_str()) {
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None => finding.help("declare it under `[secrets]`: `name = { env = \"NAME\" }`"),
        };
    }
}
