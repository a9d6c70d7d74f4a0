//! Additional services.

use indexmap::IndexMap;

use super::{defaults, input};
use crate::codes::Code;
use crate::components::container::{Keys, depend};
use crate::components::context::{Component, Peers, Resolver, Undecided};
use crate::components::reference::input::EnvValue;
use crate::components::service::{Service, Services};
use crate::finding::Diagnostic;
use crate::input::{Condition, Named};
use crate::model::{Container, EnvTerm, Facts, HealthTest};
use crate::origin::{At, Origin};
use crate::suggest::nearest;
use crate::units::{EnvName, Line, ServiceName};

impl Component for Named<ServiceName, input::Service> {
    fn services(&self) -> Vec<&ServiceName> {
        self.keys().collect()
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, peers: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        let services = self.iter().filter_map(|(name, section)| {
            let others = self.keys().filter(|other| *other != name).map(ServiceName::as_str);
            resolver.service(name, section, others, peers)
        });
        Ok(Some(Box::new(Services(services.collect()))))
    }
}

impl Resolver<'_> {
    fn service<'o>(
        &mut self,
        name: &ServiceName,
        section: &At<input::Service>,
        others: impl Iterator<Item = &'o str>,
        peers: &Peers<'_>,
    ) -> Option<Service> {
        let near = section.span();
        let keys = Keys {
            near,
            own: &section.container,
            addresses: section.addresses.as_ref(),
            profiles: section.profiles.as_ref(),
            times: section.healthcheck.as_ref().and_then(|health| health.times.as_ref()),
            usual: &defaults::SERVICE,
        };
        let mut container = self.container(At::new(name.clone(), Origin::Written(near)), &keys);
        if section.image.is_some() == section.build.is_some() {
            let how = if section.image.is_some() { "both `image` and `build`" } else { "neither `image` nor `build`" };
            let message = format!("`services.{}` has {how}", name.as_str());
            let near = nearest(name.as_str(), others).filter(|_| section.image.is_none()).map(str::to_owned);
            let problem = self.problem(Code::WrongForm, section, message);
            problem.help = Some(near.map_or_else(
                || "set exactly one of them".to_owned(),
                |near| format!("did you mean `services.{near}`?"),
            ));
            return None;
        }
        container.name.clone_from(&section.container_name);
        container.image.clone_from(&section.image);
        container.build.clone_from(&section.build);
        container.ports = Self::ports(section.ports.as_ref());
        container.mounts = self.mounts(section.volumes.as_ref());
        for (on, condition) in section.depends_on.iter().flat_map(|list| list.iter()) {
            if on == name {
                let message = format!("`services.{}` depends on itself", name.as_str());
                self.problem(Code::BadValue, condition, message).help = Some("remove this dependency".to_owned());
            }
            depend(&mut container, on, **condition, condition.origin());
        }
        let environment = self.environment(section.environment.as_ref(), &mut container, peers);
        let command = section
            .command
            .as_ref()
            .map(|command| command.map(|list| list.iter().map(|word| (**word).clone()).collect::<Vec<Line>>()));
        for word in section.command.iter().flat_map(|command| command.iter()) {
            self.literal(name, word.map(|word| word.as_str().to_owned()));
        }
        let health_words = section.healthcheck.as_ref().and_then(|health| health.command.as_ref());
        for words in [section.command.as_ref(), health_words].into_iter().flatten() {
            if let Some(first) = words.first().filter(|first| first.as_str().is_empty()) {
                self.problem(Code::BadValue, first, "a command must start with a program");
            }
        }
        let secret = environment.values().find(|value| value.plain().is_none());
        if let (Some(secret), None) = (secret, &command) {
            let message = format!("`services.{}` has a secret in its environment, but no `command`", name.as_str());
            let problem = Diagnostic::error(Code::SecretWithoutCommand, secret, message);
            self.found.push(problem.also(section, "`command` is missing").help(
                "set `command`, which the start script runs after it has read the secret from its file, or pass the \
                 path of the file with `secret_file`",
            ));
        }
        container.depends_on.retain(|_, dependency| dependency.condition != Condition::Any);
        let health = section.healthcheck.as_ref().and_then(|health| self.health(health));
        Some(Service { container, command, user: section.user.clone(), environment, health })
    }

    /// The environment that a section lists.
    pub(in crate::components) fn environment(
        &mut self,
        section: Option<&At<Named<EnvName, EnvValue>>>,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> IndexMap<EnvName, At<EnvTerm>> {
        let mut environment = IndexMap::new();
        for (name, value) in section.iter().flat_map(|section| section.iter()) {
            if let Some(term) = self.env_value(value, container, peers) {
                environment.insert(name.clone(), value.map(|_| term));
            }
        }
        environment
    }

    fn health(&mut self, section: &At<input::Health>) -> Option<HealthTest> {
        match (&section.command, &section.shell) {
            (Some(command), None) => {
                let words = |list: &Vec<At<Line>>| list.iter().map(|word| word.as_str().to_owned()).collect();
                Some(HealthTest::Command(command.map(words)))
            }
            (None, Some(shell)) if shell.as_str().is_empty() => {
                self.problem(Code::BadValue, shell, "an empty health check never fails");
                None
            }
            (None, Some(shell)) => Some(HealthTest::Shell(shell.map(|line| line.as_str().to_owned()))),
            _ => {
                self.problem(Code::WrongForm, section, "a health check needs exactly one of `command` and `shell`");
                None
            }
        }
    }
}
