//! The variables that a mode needs in its `.env`.

use super::{Dotenv, OF_COMPOSE};
use crate::model::{Stack, Variable};

/// The variables that a mode needs in its `.env`.
#[derive(Debug)]
pub struct Expected<'s> {
    /// The variables that select the mode, with their values.
    pub of_mode: Vec<(String, String)>,
    /// The variables of secrets.
    pub variables: Vec<Variable<'s>>,
    /// Whether the user's own Compose files are loaded too, which may read other variables.
    pub has_own_files: bool,
}

impl<'s> Expected<'s> {
    /// The variables that a stack with this template needs.
    #[must_use]
    pub fn new(stack: &'s Stack, template: &str) -> Self {
        let of_mode = Dotenv::parse(template).entries.into_iter().filter(|entry| entry.name.starts_with(OF_COMPOSE));
        let of_mode = of_mode.filter_map(|entry| Some((entry.name, entry.value?.text()?))).collect();
        Self { of_mode, variables: stack.variables().collect(), has_own_files: !stack.compose_files.is_empty() }
    }

    /// Whether a file starts this mode.
    #[must_use]
    pub fn starts(&self, dotenv: &Dotenv) -> bool {
        let text = |name: &str| dotenv.get(name)?.value.as_ref()?.text();
        self.of_mode.iter().all(|(name, value)| text(name).as_ref() == Some(value))
    }

    /// The variable of a secret, by the name of the variable or of the secret.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Variable<'s>> {
        self.variables.iter().find(|variable| variable.name.as_str() == name || variable.secret.as_str() == name)
    }
}
