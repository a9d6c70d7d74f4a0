//! Redis: nodes, sentinels and directives.

use indexmap::IndexMap;

use super::{defaults, input};
use crate::codes::Code;
use crate::components::container::{Keys, depend, read_secret, volume};
use crate::components::context::{Component, Peers, Resolver, Undecided};
use crate::components::redis::table::{RedisKind, is_redis_command, redis_directives};
use crate::components::redis::{Redis, RedisNode, Sentinel, runs_valkey};
use crate::input::{Condition, Scalar};
use crate::model::{Container, Facts, Release, Resources};
use crate::origin::{At, Origin, Span};
use crate::units::{RedisSize, SecretName, ServiceName, Unit, VolumeName};

/// The data folder of the official image.
const DATA: &str = "/data";

/// The alias that every sentinel answers to, for clients that take one address.
const ANY_SENTINEL: &str = "redis-sentinel";

impl Component for At<input::Redis> {
    fn resolve(&self, resolver: &mut Resolver<'_>, _: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        let mut redis = resolver.redis(self).ok_or(Undecided)?;
        redis.router = resolver.router(self, &redis);
        Ok(Some(Box::new(redis)))
    }
}

impl Resolver<'_> {
    fn redis(&mut self, section: &At<input::Redis>) -> Option<Redis> {
        let near = section.span();
        let password = section.password.as_ref().map(|password| self.secret(&password.secret));
        let master = self.master(section, password.as_ref());
        let replicas = self.replicas(section, &master, password.as_ref())?;
        let sentinel = match &section.sentinel {
            Some(of) => {
                let mut sentinel = self.sentinel(section, of, password.as_ref())?;
                let nodes: Vec<&RedisNode> = std::iter::once(&master).chain(&replicas).collect();
                for container in &mut sentinel.containers {
                    depend_on_nodes(container, &nodes, of.count.origin());
                }
                Some(sentinel)
            }
            None => None,
        };
        self.renamed(section);
        self.words(section);
        for snapshot in
            section.persistence.rdb.iter().filter(|snapshot| snapshot.after.whole_seconds().is_none_or(|s| s == 0))
        {
            self.problem(Code::OutOfRange, &snapshot.after, "Redis needs a whole number of seconds here, at least 1");
        }
        let replication = section.replicas.as_ref();
        Some(Redis {
            section: section.clone(),
            release: Release::of_redis(near, section.image.clone(), section.version.clone()),
            master,
            replicas,
            sentinel,
            router: None,
            password,
            min_replicas_to_write: replication
                .map_or_else(|| defaults::min_replicas(near), |of| of.min_replicas_to_write.clone()),
            renamed: section
                .rename_commands
                .iter()
                .flat_map(|of| of.iter())
                .map(|(name, to)| (name.clone(), to.clone()))
                .collect(),
            settings: redis_settings(section, replication.map(At::span)),
        })
    }

    /// A directive with several arguments needs at least one.
    fn words(&mut self, section: &At<input::Redis>) {
        let is_list = |name: &str| redis_directives().get(name).is_some_and(|of| of.kind == RedisKind::Words);
        for (name, value) in section.settings.iter().flat_map(|settings| settings.iter()) {
            if is_list(name) && matches!(&**value, Scalar::Text(text) if text.as_str().trim().is_empty()) {
                self.problem(
                    Code::BadValue,
                    value,
                    format!("`{name}` needs a value; remove it to use the default of Redis"),
                );
            }
        }
    }

    /// Redis refuses to start if it does not have a renamed command, or no longer has it, and if another command
    /// has the new name, whether in upper or lower case (7.0.15, observed).
    fn renamed(&mut self, section: &At<input::Redis>) {
        let (mut gone, mut taken) = (Vec::new(), Vec::new());
        for (name, to) in section.rename_commands.iter().flat_map(|of| of.iter()) {
            let (old, new) = (name.as_str().to_ascii_lowercase(), to.as_str().to_ascii_lowercase());
            if !is_redis_command(&old) {
                self.problem(Code::BadName, to, format!("Redis 7 has no command `{}`", name.as_str()));
                continue;
            }
            if gone.contains(&old) {
                self.problem(
                    Code::BadName,
                    to,
                    format!("`{}` is renamed twice: command names are case-insensitive", name.as_str()),
                );
                continue;
            }
            gone.push(old);
            if taken.contains(&new) || (is_redis_command(&new) && !gone.contains(&new)) {
                self.problem(Code::BadName, to, "another command has this name: Redis does not start");
            }
            taken.extend(Some(new).filter(|new| !new.is_empty()));
        }
    }

    fn node_container(
        &self,
        section: &At<input::Redis>,
        service: At<ServiceName>,
        profiles: Option<&At<Vec<At<crate::units::ProfileName>>>>,
        near: Span,
    ) -> Container {
        let keys = Keys {
            near,
            own: &section.container,
            addresses: None,
            profiles,
            times: section.healthcheck.as_ref(),
            usual: if runs_valkey(&section.image) { &defaults::VALKEY } else { &defaults::REDIS },
        };
        let mut container = self.container(service, &keys);
        container.image = Some(section.image.clone());
        container
    }

    fn master(&self, section: &At<input::Redis>, password: Option<&At<SecretName>>) -> RedisNode {
        let near = section.span();
        let service = section.service.clone();
        let mut container = self.node_container(section, service, None, near);
        container.name.clone_from(&section.container_name);
        container.ports = Self::ports(section.ports.as_ref());
        container.mounts.push(volume(section.volume.clone(), DATA));
        if let Some(password) = password {
            read_secret(&mut container, password);
        }
        RedisNode { container, file: "redis-master".to_owned() }
    }

    fn replicas(
        &mut self,
        section: &At<input::Redis>,
        master: &RedisNode,
        password: Option<&At<SecretName>>,
    ) -> Option<Vec<RedisNode>> {
        let Some(of) = &section.replicas else { return Some(Vec::new()) };
        let near = of.span();
        let services = of.service.clone();
        let volumes = of.volume.clone();
        let mut nodes = Vec::new();
        for number in 1..=*of.count {
            let service = self.numbered::<ServiceName>(&services, number)?;
            let mut container = self.node_container(section, service, of.profiles.as_ref(), near);
            container.name = self.numbered_name(of.container_name.as_ref(), number)?;
            container.mounts.push(volume(self.numbered::<VolumeName>(&volumes, number)?, DATA));
            depend(&mut container, &master.container.service, Condition::Started, of.count.origin());
            if let Some(password) = password {
                read_secret(&mut container, password);
            }
            nodes.push(RedisNode { container, file: format!("redis-replica-{number}") });
        }
        Some(nodes)
    }

    fn sentinel(
        &mut self,
        section: &At<input::Redis>,
        of: &At<input::Sentinel>,
        password: Option<&At<SecretName>>,
    ) -> Option<Sentinel> {
        let near = of.span();
        // Sentinel does not start with such a time (7.0.15, `negative or zero time parameter`).
        for time in [&of.down_after, &of.failover_timeout].into_iter().filter(|time| time.millis() == 0) {
            self.problem(Code::OutOfRange, time, "Sentinel needs a time of at least 1 ms here");
        }
        let services = of.service.clone();
        let volumes = of.volume.clone();
        let mut containers = Vec::new();
        for number in 1..=*of.count {
            let service = self.numbered::<ServiceName>(&services, number)?;
            let mut container = self.node_container(section, service, of.profiles.as_ref(), near);
            container.name = self.numbered_name(of.container_name.as_ref(), number)?;
            container.aliases.push(ANY_SENTINEL.to_owned());
            let resources = of.resources.as_ref();
            container.resources = Resources {
                cpus: Some(resources.and_then(|of| of.cpus.clone()).unwrap_or_else(|| defaults::sentinel_cpus(near))),
                memory: Some(
                    resources.and_then(|of| of.memory.clone()).unwrap_or_else(|| defaults::sentinel_memory(near)),
                ),
                reserved_cpus: resources.and_then(|of| of.reserved_cpus.clone()),
                reserved_memory: resources.and_then(|of| of.reserved_memory.clone()),
                pids: resources.and_then(|of| of.pids.clone()).unwrap_or_else(|| defaults::REDIS.pids(near)),
            };
            container.mounts.push(volume(self.numbered::<VolumeName>(&volumes, number)?, DATA));
            if let Some(password) = password {
                read_secret(&mut container, password);
            }
            containers.push(container);
        }
        Some(Sentinel { section: of.clone(), containers })
    }
}

/// A sentinel stops before the nodes that it monitors: otherwise it promotes another node while the stack stops.
/// Compose stops services in the reverse order of their dependencies (2.40.3, observed). The start script of a
/// node waits for the sentinels.
fn depend_on_nodes(sentinel: &mut Container, nodes: &[&RedisNode], origin: Origin) {
    for node in nodes {
        if sentinel.always_with(&node.container) {
            depend(sentinel, &node.container.service, Condition::Started, origin);
        }
    }
}

fn redis_settings(section: &At<input::Redis>, replicas: Option<Span>) -> IndexMap<String, At<Vec<String>>> {
    let mut settings = IndexMap::new();
    for (name, value) in section.settings.iter().flat_map(|settings| settings.iter()) {
        let kind = redis_directives().get(name.as_str()).map(|directive| &directive.kind);
        settings.insert(name.clone(), value.map(|value| arguments(value, kind)));
    }
    if let Some(near) = replicas {
        let delay = defaults::diskless_sync_delay(near).map(|seconds| vec![seconds.to_string()]);
        settings.entry("repl-diskless-sync-delay".to_owned()).or_insert(delay);
    }
    settings
}

/// The arguments of a directive, as redis.conf writes them.
fn arguments(value: &Scalar, kind: Option<&RedisKind>) -> Vec<String> {
    match (value, kind) {
        (Scalar::Bool(true), _) => vec!["yes".to_owned()],
        (Scalar::Bool(false), _) => vec!["no".to_owned()],
        (Scalar::Integer(number), _) => vec![number.to_string()],
        (Scalar::Real(number), _) => vec![number.to_string()],
        (Scalar::Text(text), Some(RedisKind::Size)) => {
            vec![
                RedisSize::parse(text.as_str())
                    .map_or_else(|_| text.as_str().to_owned(), |size| size.bytes.get().to_string()),
            ]
        }
        (Scalar::Text(text), Some(RedisKind::Words)) => text.as_str().split_whitespace().map(str::to_owned).collect(),
        (Scalar::Text(text), _) => vec![text.as_str().to_owned()],
        (Scalar::List(items), _) => items.iter().map(|item| item.as_str().to_owned()).collect(),
    }
}
