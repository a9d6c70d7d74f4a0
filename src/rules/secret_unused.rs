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

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// A secret that some mode uses is used.
pub const IN_EVERY_MODE: bool = true;

/// Looks for the uses of each secret, misspelt ones included: they are reported as such.
pub fn check(stack: &Stack, report: &mut Report) {
    let undeclared = stack.secret_uses.iter().filter(|used| !stack.secrets.contains_key(&***used));
    let meant: Vec<&str> =
        undeclared.filter_map(|used| super::secret_undefined::nearest_declared(stack, used.as_str())).collect();
    for (name, secret) in &stack.secrets {
        if stack.secret_uses.iter().any(|used| **used == *name) || meant.contains(&name.as_str()) {
            continue;
        }
        report
            .at(&secret.source.origin(), format!("nothing uses the secret `{}`", name.as_str()))
            .help("take it out, and withdraw it where it was issued");
    }
}
