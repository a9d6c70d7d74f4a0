//! A declared secret is not used.
//!
//! # Why
//! You still have to create, store and replace an unused secret, and the next person has to find out what it gives
//! access to.
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

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::secret_in_environment::asks_for;
use super::secret_undefined::nearest_declared;
use crate::rule::prelude::*;
use crate::units::SecretName;

pub const SEVERITY: Severity = Warning;

/// Looks for a use of each secret in some mode; the place is that of the base if the base declares the secret.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let declared: IndexMap<_, _> = stacks.iter().rev().flat_map(|stack| &stack.secrets).collect();
    let used: BTreeSet<&SecretName> = stacks.iter().flat_map(|stack| used(stack)).collect();
    for (name, secret) in declared.iter().filter(|(name, _)| !used.contains(*name)) {
        report
            .at(&secret.source.origin(), format!("nothing uses the secret `{}`", name.as_str()))
            .help("remove it, and revoke it where it was issued");
    }
}

/// The secrets that a stack uses, or is meant to use: by a misspelt name, or by a variable in a text.
/// Other rules report both.
fn used(stack: &Stack) -> Vec<&SecretName> {
    let misspelt = |used: &&At<SecretName>| !stack.secrets.contains_key(&***used);
    let meant = |used: &At<SecretName>| {
        let near = nearest_declared(stack, used.as_str())?;
        stack.secrets.keys().find(|name| name.as_str() == near)
    };
    let asking: Vec<&str> =
        stack.literals.iter().map(|literal| literal.text.as_str()).filter(|text| text.contains('$')).collect();
    let is_asked_for = |variable: &str| asking.iter().any(|text| asks_for(text, variable));
    let by_variable = stack.secrets.iter().filter(|(_, secret)| {
        !asking.is_empty() && secret.source.variable().is_some_and(|variable| is_asked_for(variable.as_str()))
    });
    let uses = || stack.secret_uses.iter();
    let by_name = uses().map(|used| &**used).chain(uses().filter(misspelt).filter_map(meant));
    by_name.chain(by_variable.map(|(name, _)| name)).collect()
}
