//! What a mode needs of its `.env`.

use super::{Dotenv, OF_COMPOSE};
use crate::stack::{SecretSource, Stack};
use crate::units::SecretName;

/// What a mode needs of its `.env`.
#[derive(Debug)]
pub struct Expected {
    /// The variables that start the mode, with their values.
    pub of_mode: Vec<(String, String)>,
    /// The variables of secrets.
    pub variables: Vec<Variable>,
}

/// A variable that holds a secret.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The name of the secret.
    pub secret: SecretName,
    /// Who issues it, if it is not ours to make.
    pub issued_by: Option<String>,
    /// Days after which it is to be replaced.
    pub days: Option<i64>,
    /// The services that read it, in the order of the generated file.
    pub readers: Vec<String>,
}

impl Expected {
    /// What a stack needs, whose template this is.
    #[must_use]
    pub fn new(stack: &Stack, template: &str) -> Self {
        let of_mode = Dotenv::parse(template).entries.into_iter().filter(|entry| entry.name.starts_with(OF_COMPOSE));
        let of_mode = of_mode.filter_map(|entry| Some((entry.name, entry.value?.text()?))).collect();
        Self { of_mode, variables: variables(stack) }
    }

    /// Whether a file starts this mode.
    #[must_use]
    pub fn starts(&self, dotenv: &Dotenv) -> bool {
        let text = |name: &str| dotenv.get(name)?.value.as_ref()?.text();
        self.of_mode.iter().all(|(name, value)| text(name).as_ref() == Some(value))
    }

    /// The variable of a secret, by the name of either.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name || variable.secret.as_str() == name)
    }
}

/// The variables of the secrets that containers of this mode read.
fn variables(stack: &Stack) -> Vec<Variable> {
    let variable = |(name, secret): (&SecretName, &crate::stack::Secret)| {
        let SecretSource::Env(env) = &secret.source else { return None };
        let readers = stack.active().filter(|container| container.secrets.contains(name));
        let readers: Vec<String> = readers.map(|container| container.service.as_str().to_owned()).collect();
        (!readers.is_empty()).then(|| Variable {
            name: env.as_str().to_owned(),
            secret: name.clone(),
            issued_by: secret.issued_by.as_ref().map(|issuer| issuer.as_str().to_owned()),
            days: secret.rotate.as_ref().and_then(|time| i64::try_from(time.millis() / 86_400_000).ok()),
            readers,
        })
    };
    stack.secrets.iter().filter_map(variable).collect()
}
