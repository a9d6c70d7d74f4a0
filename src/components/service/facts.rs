//! Further services, decided.

use indexmap::IndexMap;

use super::run::run;
use super::{reader, script};
use crate::artifact::{Artifact, VerifyError};
use crate::input::{Condition, Restart};
use crate::model::{Container, EnvTerm, Facts, HealthTest, Run, Stack};
use crate::origin::At;
use crate::units::{EnvName, Line};
use camino::Utf8Path;

/// A further service.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its container.
    pub container: Container,
    /// Its command, if it is not the image's.
    pub command: Option<At<Vec<Line>>>,
    /// The user it runs as, if it is not the image's.
    pub user: Option<At<Line>>,
    /// Its environment.
    pub environment: IndexMap<EnvName, At<EnvTerm>>,
    /// Its health check, if there is one.
    pub health: Option<HealthTest>,
}

/// The further services of a stack.
#[derive(Debug)]
pub struct Services(pub Vec<Service>);

impl Facts for Services {
    fn containers(&self) -> Vec<&Container> {
        self.0.iter().map(|service| &service.container).collect()
    }

    fn container(&self, at: usize) -> Option<&Container> {
        Some(&self.0.get(at)?.container)
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        self.0.iter_mut().map(|service| &mut service.container).collect()
    }

    fn runs(&self) -> Vec<Run> {
        self.0.iter().map(run).collect()
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        self.0.iter().filter_map(|service| script::start(stack, service, input)).collect()
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        let service = self.0.iter().find(|service| service.script().is_some_and(|path| usual == path.as_str()))?;
        Some(reader::verify(service, file, stack))
    }
}

impl Service {
    /// Whether a secret reaches its environment: then it is started by a generated script.
    #[must_use]
    pub fn has_script(&self) -> bool {
        self.environment.values().any(|term| term.plain().is_none())
    }

    /// The path of that script.
    #[must_use]
    pub fn script(&self) -> Option<String> {
        self.has_script().then(|| format!("services/{}/start.sh", self.container.service.as_str()))
    }
}

impl Stack {
    /// Its further services.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        self.facts().map_or(&[], |services: &Services| &services.0)
    }

    /// Whether a further service does one piece of work and ends: others wait for that, or it runs in
    /// profiles alone, is not started again, and nobody waits for it.
    #[must_use]
    pub fn is_job(&self, service: &Service) -> bool {
        let one = &service.container;
        let mut awaited =
            self.containers().filter_map(|container| container.depends_on.get(&*one.service)).map(|on| on.condition);
        match awaited.next() {
            Some(first) => first == Condition::Completed || awaited.any(|other| other == Condition::Completed),
            None => *one.restart == Restart::No && !one.profiles.is_empty(),
        }
    }
}
