//! A secret is used that is not declared.
//!
//! # Why
//! Where the value of a secret comes from is said once, under `[secrets]`. A name that is not there
//! has no value.
//!
//! # Wrong
//! [services.api.environment]
//! PASSWORD = { secret = "redis_pasword" }
//!
//! # Right
//! [services.api.environment]
//! PASSWORD = { secret = "redis_password" }

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Looks up each use of a secret.
pub fn check(stack: &Stack, report: &mut Report) {
    for used in stack.secret_uses.iter().filter(|used| !stack.secrets.contains_key(&***used)) {
        let distance = |known: &&str| strsim::damerau_levenshtein(used.as_str(), known);
        let nearest = stack.secrets.keys().map(|name| name.as_str()).min_by_key(distance);
        let finding = report.at(used, "this secret is not declared under [secrets]");
        match nearest.filter(|name| distance(name) <= 3) {
            Some(name) => finding.help(format!("did you mean `{name}`?")),
            None => finding.help("declare it: `[secrets]`, then `name = { env = \"NAME\" }`"),
        };
    }
}
