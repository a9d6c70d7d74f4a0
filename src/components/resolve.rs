//! From the input to the stack that is deployed in one mode.

use indexmap::IndexMap;

use super::context::{Peers, Resolver};
use super::redis::fixed_addresses;
use super::{defaults, language};
use crate::codes::Code;
use crate::finding::{Diagnostic, Fix};
use crate::input;
use crate::model::{Facts, Host, Network, Secret, SecretSource, Stack};
use crate::origin::{At, Origin};
use crate::suggest::nearest;
use crate::units::{HostPath, ModeName, SecretName};

/// A stack and what could not be decided.
#[derive(Debug)]
pub struct Resolved {
    /// The stack; with errors, what could be decided of it.
    pub stack: Option<Stack>,
    /// What could not be decided.
    pub found: Vec<Diagnostic>,
}

/// The stack that a tree describes, in a mode or without any profile.
#[must_use]
pub fn resolve(input: &language::Stack, mode: Option<&ModeName>) -> Resolved {
    let profiles = mode.and_then(|mode| input.modes.get(mode)).and_then(|mode| mode.profiles.clone());
    let profiles = profiles.map(At::into_inner).unwrap_or_default();
    let mut resolver = Resolver::new(&input.stack, &input.networks, profiles);
    let stack = resolver.stack(input, mode);
    Resolved { stack, found: resolver.found }
}

/// Prefixes of the variables that Compose itself reads.
const OF_COMPOSE: &[&str] = &["COMPOSE_", "DOCKER_"];

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;

impl Resolver<'_> {
    fn stack(&mut self, input: &language::Stack, mode: Option<&ModeName>) -> Option<Stack> {
        let secrets = self.secrets(&input.secrets);
        let components = input.components();
        let services: Vec<_> = components.iter().flat_map(|section| section.services()).collect();
        let mut facts: Vec<Box<dyn Facts>> = Vec::new();
        for section in components {
            facts.extend(section.resolve(self, &Peers { facts: &facts, services: &services }).ok()?);
        }
        facts.append(&mut self.noted);
        let identity = &input.stack;
        let mut stack = Stack {
            name: identity.name.clone(),
            mode: mode.cloned(),
            profiles: self.profiles.clone(),
            output: identity.output_dir(),
            project_dir: identity.project_dir.clone().unwrap_or_else(|| defaults::project_dir(identity.span())),
            compose_files: self.compose_files(mode.and_then(|mode| input.modes.get(mode))),
            host: input.host.as_ref().map(host),
            networks: self.networks(),
            secrets,
            secret_uses: std::mem::take(&mut self.secret_uses),
            literals: std::mem::take(&mut self.literals),
            development: development(&input.modes, mode),
            facts,
            by_service: std::collections::BTreeMap::new(),
        };
        stack.index();
        self.names(&stack);
        fixed_addresses::fix(&mut stack);
        stack.complete();
        Some(stack)
    }

    /// The user's own Compose files: those of the stack, then those of the mode.
    fn compose_files(&mut self, mode: Option<&At<input::Mode>>) -> Vec<At<String>> {
        let of_mode = mode.and_then(|mode| mode.compose_files.as_ref());
        let lists = [self.identity.compose_files.as_ref(), of_mode];
        let project_dir = self.project_dir();
        let files: Vec<&At<HostPath>> = lists.into_iter().flatten().flat_map(|list| list.iter()).collect();
        for file in &files {
            // The template of `.env` names them in a list without quotes.
            if file.as_str().contains(|c: char| c.is_whitespace() || ":'\"$#\\`".contains(c)) {
                let message = "the path of a Compose file must not contain whitespace or any of `:'\"$#\\`";
                self.problem(Code::BadValue, *file, message);
            }
        }
        let mut seen: Vec<At<String>> = Vec::new();
        for file in files {
            let path = file.from_project(&project_dir);
            if seen.iter().all(|other| **other != path) {
                seen.push(At::new(path, file.origin()));
            }
        }
        seen
    }

    fn networks(&self) -> IndexMap<crate::units::NetworkName, Network> {
        let network = |section: &At<input::Network>| Network {
            driver: section.driver.clone(),
            subnet: section.subnet.clone(),
            dynamic: None,
            gateway: section.gateway.clone(),
            internal: section.internal.clone(),
        };
        self.networks.iter().map(|(name, section)| (name.clone(), network(section))).collect()
    }

    fn secrets(&mut self, sections: &input::Named<SecretName, input::Secret>) -> IndexMap<SecretName, Secret> {
        let mut secrets = IndexMap::new();
        for (name, section) in &**sections {
            if let Some(rotate) = section.rotate.as_ref().filter(|time| time.millis() == 0 || time.millis() % DAY != 0)
            {
                self.problem(
                    Code::OutOfRange,
                    rotate,
                    "a whole number of days is required here, at least 1, like \"90d\"",
                );
            }
            if let Some(env) =
                section.env.as_ref().filter(|env| OF_COMPOSE.iter().any(|of| env.as_str().starts_with(of)))
            {
                self.problem(Code::BadValue, env, "Compose itself reads this variable: choose another name");
            }
            let source = match (&section.env, &section.file) {
                (Some(env), None) => SecretSource::Env(env.clone()),
                (None, Some(file)) => SecretSource::File(file.clone()),
                _ => {
                    self.problem(Code::WrongForm, section, "a secret needs exactly one of `env` and `file`");
                    continue;
                }
            };
            let secret = Secret { source, rotate: section.rotate.clone(), issued_by: section.issued_by.clone() };
            secrets.insert(name.clone(), secret);
        }
        secrets
    }

    /// Docker refuses a health check without time (observed), and counts the time to stop in seconds.
    fn times(&mut self, container: &crate::model::Container) {
        for time in [&container.health.interval, &container.health.timeout] {
            if time.millis() == 0 {
                self.problem(Code::OutOfRange, time, "a health check needs a time of at least 1 ms here");
            }
        }
        // Docker counts whole seconds, and with none it kills at once (API v1.41, `StopTimeout`).
        let grace = &container.stop_grace_period;
        if grace.whole_seconds().is_none_or(|seconds| seconds == 0) {
            self.problem(Code::OutOfRange, grace, "Docker needs a whole number of seconds here, at least 1");
        }
    }

    /// Names that must be unique, and names that must exist.
    fn names(&mut self, stack: &Stack) {
        let mut hosts: IndexMap<String, Origin> = IndexMap::new();
        for container in stack.containers() {
            if let Some(first) = hosts.insert(container.host(), container.service.origin()) {
                let message = format!("two services have the host name `{}`", container.host());
                let diagnostic = Diagnostic::error(Code::ServiceNameDuplicate, &container.service, message);
                self.found.push(diagnostic.also(&first, "the other service"));
            }
        }
        let shared =
            stack.containers().flat_map(|container| container.aliases.iter().map(move |alias| (container, alias)));
        for (container, alias) in shared.filter(|(container, alias)| container.host() != **alias) {
            if let Some(first) = hosts.get(alias) {
                let message = format!("`{alias}` is also a network alias of `{}`", container.service.as_str());
                self.found.push(Diagnostic::error(Code::ServiceNameDuplicate, first, message));
                break;
            }
        }
        for container in stack.containers() {
            self.times(container);
            for network in container.networks.iter().filter(|network| !stack.networks.contains_key(&***network)) {
                let message = format!("there is no network `{}` under `[networks]`", network.as_str());
                let mut diagnostic = Diagnostic::error(Code::NetworkUnknown, network, message);
                let near = nearest(network.as_str(), stack.networks.keys().map(|name| name.as_str()));
                if let Some(near) = near {
                    let fix = Fix::suggested(&format!("write `{near}`")).set(network, "networks", near);
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?")).fix(fix);
                }
                self.found.push(diagnostic);
            }
        }
    }
}

/// Whether a mode is for development. The base is if any mode is, because the base is what runs without a profile.
fn development(modes: &input::Named<ModeName, input::Mode>, mode: Option<&ModeName>) -> bool {
    let of = |(name, of): (&ModeName, &At<input::Mode>)| {
        of.development.as_ref().map_or_else(|| name.as_str().starts_with("dev"), |development| **development)
    };
    match mode {
        Some(mode) => modes.get_key_value(mode).is_some_and(of),
        None => modes.iter().any(of),
    }
}

fn host(section: &At<input::Host>) -> Host {
    Host {
        name: section.name.clone(),
        memory: section.memory.clone(),
        cpus: section.cpus.clone(),
        platform: section.platform.clone(),
    }
}
