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

use indexmap::IndexMap;

use super::secret_in_environment::asks_for;
use super::secret_undefined::nearest_declared;
use crate::rule::prelude::*;
use crate::units::SecretName;

pub const SEVERITY: Severity = Warning;

/// Looks for a use of each secret in some mode; the place is that of the base, where it declares it.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let declared: IndexMap<_, _> = stacks.iter().rev().flat_map(|stack| &stack.secrets).collect();
    for (name, secret) in declared.iter().filter(|(name, _)| !stacks.iter().any(|stack| is_used(stack, name))) {
        report
            .at(&secret.source.origin(), format!("nothing uses the secret `{}`", name.as_str()))
            .help("take it out, and withdraw it where it was issued");
    }
}

/// Whether a stack uses a secret, or is meant to: by a misspelt name, or by its variable in a text.
/// Both are reported as such.
fn is_used(stack: &Stack, name: &SecretName) -> bool {
    let misspelt = |used: &SecretName| {
        !stack.secrets.contains_key(used) && nearest_declared(stack, used.as_str()) == Some(name.as_str())
    };
    let asks = |variable: &str| stack.literals.iter().any(|literal| asks_for(&literal.text, variable));
    let variable = stack.secrets.get(name).and_then(|secret| secret.source.variable());
    stack.secret_uses.iter().any(|used| **used == *name || misspelt(used))
        || variable.is_some_and(|variable| asks(variable.as_str()))
}
