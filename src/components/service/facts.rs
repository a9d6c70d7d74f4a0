//! Additional services, resolved.

use indexmap::IndexMap;

use crate::input::{Condition, Restart};
use crate::model::{Container, EnvTerm, HealthTest, Stack};
use crate::origin::At;
use crate::units::{EnvName, Line};

/// An additional service.
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

/// The additional services of a stack.
#[derive(Debug)]
pub struct Services(pub Vec<Service>);

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
    /// Its additional services.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        self.facts().map_or(&[], |services: &Services| &services.0)
    }

    /// Whether an additional service is a job that ends: other services wait for its completion, or it runs only in
    /// profiles, is never restarted, and no service waits for it.
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
