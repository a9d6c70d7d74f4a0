//! A secret that nothing uses.
//!
//! # Why
//! It has to be made, kept and replaced all the same, and the next person looks for what it opens.
//!
//! # Wrong
//! [secrets]
//! old_api_key = { env = "OLD_API_KEY", rotate = "90d" }
//!
//! # Right
//! [secrets]
//! api_key = { env = "API_KEY", rotate = "90d" }
//! [services.api.environment]
//! API_KEY = { secret = "api_key" }

use super::prelude::*;
use super::secret_in_environment::asks_for;
use crate::stack::SecretSource;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// A secret that some mode uses is used.
pub const IN_EVERY_MODE: bool = true;

/// Looks for the uses of each secret: misspelt ones are reported as such, and one that a text asks for
/// by its variable is meant to be used.
pub fn check(stack: &Stack, report: &mut Report) {
    let undeclared = stack.secret_uses.iter().filter(|used| !stack.secrets.contains_key(&***used));
    let meant: Vec<&str> =
        undeclared.filter_map(|used| super::secret_undefined::nearest_declared(stack, used.as_str())).collect();
    for (name, secret) in &stack.secrets {
        let asked_for = |variable: &str| stack.literals.iter().any(|literal| asks_for(&literal.text, variable));
        let by_variable = matches!(&secret.source, SecretSource::Env(variable) if asked_for(variable.as_str()));
        let used = stack.secret_uses.iter().any(|used| **used == *name);
        if used || by_variable || meant.contains(&name.as_str()) {
            continue;
        }
        report
            .at(&secret.source.origin(), format!("nothing uses the secret `{}`", name.as_str()))
            .help("take it out, and withdraw it where it was issued");
    }
}
