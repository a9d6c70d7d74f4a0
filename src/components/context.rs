//! What the sections of all products share while they are resolved.

use indexmap::IndexMap;

use super::language::Stack;
use super::redis::RedisClient;
use crate::finding::Diagnostic;
use crate::input;
use crate::model::Literal;
use crate::origin::{At, Span};
use crate::units::{ContainerName, ModeName, NamePattern, ProfileName, SecretName, ServiceName, Unit};

/// What is decided beside the parts of a stack, and what cannot be.
pub struct Resolver<'a> {
    pub(in crate::components) identity: &'a At<input::Identity>,
    pub(in crate::components) networks: &'a input::Named<crate::units::NetworkName, input::Network>,
    pub(in crate::components) profiles: Vec<At<ProfileName>>,
    pub(in crate::components) found: Vec<Diagnostic>,
    pub(in crate::components) secret_uses: Vec<At<SecretName>>,
    pub(in crate::components) literals: Vec<Literal>,
    pub(in crate::components) redis_clients: Vec<RedisClient>,
    pub(in crate::components) postgres_clients: IndexMap<ServiceName, u32>,
}

impl<'a> Resolver<'a> {
    pub(in crate::components) fn new(input: &'a Stack, mode: Option<&ModeName>) -> Self {
        let profiles = mode.and_then(|mode| input.modes.get(mode)).and_then(|mode| mode.profiles.clone());
        let profiles = profiles.map(At::into_inner).unwrap_or_default();
        Self {
            identity: &input.stack,
            networks: &input.networks,
            profiles,
            found: Vec::new(),
            secret_uses: Vec::new(),
            literals: Vec::new(),
            redis_clients: Vec::new(),
            postgres_clients: IndexMap::new(),
        }
    }

    /// Reports a problem at a place.
    pub(in crate::components) fn problem(
        &mut self,
        rule: &'static str,
        at: &impl crate::finding::Placed,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic::error(rule, at, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// Notes the use of a secret.
    pub(in crate::components) fn secret(&mut self, name: &At<SecretName>) -> At<SecretName> {
        self.secret_uses.push(name.clone());
        name.clone()
    }

    /// Notes a text that reaches a container as it is written.
    pub(in crate::components) fn literal(&mut self, service: &ServiceName, text: At<String>) {
        self.literals.push(Literal { service: service.clone(), text });
    }

    pub(in crate::components) fn numbered<N: Unit>(&mut self, pattern: &At<NamePattern>, number: u32) -> Option<At<N>> {
        match pattern.at::<N>(number) {
            Ok(name) => Some(At::new(name, pattern.origin())),
            Err(error) => {
                self.problem("bad-name", pattern, error.0);
                None
            }
        }
    }

    #[expect(clippy::option_option, reason = "no pattern is no name, a wrong pattern is a problem")]
    pub(in crate::components) fn numbered_name(
        &mut self,
        pattern: Option<&At<NamePattern>>,
        number: u32,
    ) -> Option<Option<At<ContainerName>>> {
        match pattern {
            Some(pattern) => self.numbered(pattern, number).map(Some),
            None => Some(None),
        }
    }
}

/// A value that the table as such decides.
pub(in crate::components) fn at_table<T>(value: T, span: Span, why: &'static str) -> At<T> {
    At::default_of(value, span, why)
}
