//! A secret's variable in a value is not replaced.
//!
//! # Why
//! In a generated file `${NAME}` is plain text: the container receives these characters, and the program uses them
//! as the password. Where Compose does replace a variable, its value is visible in `docker inspect` and in `docker
//! compose config` (2.40.3, observed). A reference passes the secret in a file instead.
//!
//! # Wrong
//! [services.api.environment]
//! DB = "${ODOO_DB_PASSWORD}"
//!
//! # Right
//! [services.api.environment]
//! DB = { secret = "odoo_db_password" }

use crate::model::{Literal, SecretSource};
use crate::rule::prelude::*;
use crate::units::{EnvName, SecretName};

pub const SEVERITY: Severity = Warning;

/// Looks for the variables of secrets in literal values.
pub fn check(stack: &Stack, report: &mut Report) {
    for literal in &stack.literals {
        let Some((name, variable)) = asked_for(stack, literal) else { continue };
        report
            .at(&literal.text, format!("the container receives this text, not the value of `{}`", name.as_str()))
            .also(variable, "the variable")
            .help(format!("use the reference `{{ secret = \"{}\" }}`", name.as_str()));
    }
}

/// The first secret whose variable a text contains.
pub(super) fn asked_for<'s>(stack: &'s Stack, literal: &Literal) -> Option<(&'s SecretName, &'s At<EnvName>)> {
    if !literal.text.contains('$') {
        return None;
    }
    let mut variables = stack.secrets.iter().filter_map(|(name, secret)| match &secret.source {
        SecretSource::Env(variable) => Some((name, variable)),
        SecretSource::File(_) => None,
    });
    variables.find(|(_, variable)| asks_for(&literal.text, variable.as_str()))
}

/// Whether a text has `$NAME` or `${NAME…}`.
pub(super) fn asks_for(text: &str, variable: &str) -> bool {
    text.match_indices('$').any(|(index, _)| {
        let rest = text.get(index + 1..).unwrap_or_default();
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        let after = rest.strip_prefix(variable).map(|after| after.chars().next());
        after.is_some_and(|next| next.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_'))
    })
}
