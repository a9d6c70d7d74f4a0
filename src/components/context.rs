//! What the sections of all products share while they are resolved.

use std::any::Any;

use crate::codes::Code;
use crate::finding::Diagnostic;
use crate::input;
use crate::model::{Facts, Literal, facts_of};
use crate::origin::{At, Span};
use crate::units::{ContainerName, NamePattern, NetworkName, ProfileName, SecretName, ServiceName, Unit};

/// A section of the input that describes a part of the stack.
pub trait Component {
    /// The services by whose names others may ask for an address.
    fn services(&self) -> Vec<&ServiceName> {
        Vec::new()
    }

    /// What the section decides; nothing if the section is missing. Components before it in the list are decided
    /// already.
    ///
    /// # Errors
    /// If it cannot be decided; the resolver has the findings that say why.
    fn resolve(&self, resolver: &mut Resolver<'_>, peers: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided>;
}

/// A part of the stack that cannot be decided, and with it the stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided;

impl<C: Component> Component for Option<C> {
    fn services(&self) -> Vec<&ServiceName> {
        self.iter().flat_map(Component::services).collect()
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, peers: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        self.as_ref().map_or(Ok(None), |section| section.resolve(resolver, peers))
    }
}

/// What a section may ask of the others.
pub struct Peers<'p> {
    pub(in crate::components) facts: &'p [Box<dyn Facts>],
    pub(in crate::components) services: &'p [&'p ServiceName],
}

impl<'p> Peers<'p> {
    /// What is known of a product that comes before this one.
    pub(in crate::components) fn get<F: Facts>(&self) -> Option<&'p F> {
        facts_of(self.facts)
    }

    /// Whether an address of this service can be asked for.
    pub(in crate::components) fn has_service(&self, name: &ServiceName) -> bool {
        self.services.contains(&name)
    }
}

/// What is decided beside the parts of a stack, and what cannot be.
pub struct Resolver<'a> {
    pub(in crate::components) identity: &'a At<input::Identity>,
    pub(in crate::components) networks: &'a input::Named<NetworkName, input::Network>,
    pub(in crate::components) profiles: Vec<At<ProfileName>>,
    pub(in crate::components) found: Vec<Diagnostic>,
    pub(in crate::components) secret_uses: Vec<At<SecretName>>,
    pub(in crate::components) literals: Vec<Literal>,
    pub(in crate::components) noted: Vec<Box<dyn Facts>>,
}

impl<'a> Resolver<'a> {
    pub(in crate::components) fn new(
        identity: &'a At<input::Identity>,
        networks: &'a input::Named<NetworkName, input::Network>,
        profiles: Vec<At<ProfileName>>,
    ) -> Self {
        Self {
            identity,
            networks,
            profiles,
            found: Vec::new(),
            secret_uses: Vec::new(),
            literals: Vec::new(),
            noted: Vec::new(),
        }
    }

    /// Reports a problem at a place.
    pub(in crate::components) fn problem(
        &mut self,
        code: Code,
        at: &impl crate::finding::Placed,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.found.push(Diagnostic::error(code, at, message));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// What is noted of this kind while sections are resolved.
    pub(in crate::components) fn note<F: Facts + Default>(&mut self) -> &mut F {
        let is_one = |facts: &dyn Any| facts.is::<F>();
        let at = self.noted.iter().position(|facts| is_one(facts.as_ref())).unwrap_or_else(|| {
            self.noted.push(Box::new(F::default()));
            self.noted.len() - 1
        });
        let noted: &mut dyn Any = self.noted[at].as_mut();
        noted.downcast_mut().expect("it was found or created as one of this kind")
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
                self.problem(Code::BadName, pattern, error.0);
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
