//! Redis and Sentinel, decided.

use std::ops::Deref;

use indexmap::IndexMap;

use super::router::run as router;
use super::router::{ROUTER_CONFIG, Router};
use super::run as redis;
use super::{conf, input, reader, scripts, sentinel_conf};
use crate::artifact::{Artifact, VerifyError};
use crate::model::{Container, Facts, Release, Run, Stack};
use crate::origin::At;
use crate::units::{CommandName, Line, SecretName};
use camino::Utf8Path;

/// Redis: a first master, its replicas, and the sentinels that watch them.
#[derive(Debug, Clone)]
pub struct Redis {
    /// Its section.
    pub section: At<input::Redis>,
    /// The version of its servers.
    pub release: Release,
    /// The node that is the master at the first start.
    pub master: RedisNode,
    /// The other nodes.
    pub replicas: Vec<RedisNode>,
    /// The sentinels, if any are declared.
    pub sentinel: Option<Sentinel>,
    /// What sends clients to the master, if that is declared.
    pub router: Option<Router>,
    /// The password of every node.
    pub password: Option<At<SecretName>>,
    /// Replicas in sync without which writes are refused, where replicas run.
    pub min_replicas_to_write: At<u32>,
    /// Commands with another name, or none where it is empty.
    pub renamed: IndexMap<CommandName, At<Line>>,
    /// Further directives, as redis.conf writes their arguments.
    pub settings: IndexMap<String, At<Vec<String>>>,
}

/// A node of Redis.
#[derive(Debug, Clone)]
pub struct RedisNode {
    /// Its container.
    pub container: Container,
    /// Its file's name: `redis-master`, `redis-replica-1` ….
    pub file: String,
}

/// The sentinels.
#[derive(Debug, Clone)]
pub struct Sentinel {
    /// Their section.
    pub section: At<input::Sentinel>,
    /// Their containers.
    pub containers: Vec<Container>,
}

/// What a server and its client are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Programs {
    /// The server.
    pub server: &'static str,
    /// The client.
    pub cli: &'static str,
}

/// Where a starting node learns whether it is the master.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoleSource {
    /// From its generated file: there is nothing that could have changed it.
    Seed,
    /// From its own data folder: a person may have promoted another node.
    Data,
    /// From the sentinels.
    Sentinel,
}

impl RoleSource {
    /// The word that the start script reads.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Seed => "seed",
            Self::Data => "data",
            Self::Sentinel => "sentinel",
        }
    }
}

impl Deref for Redis {
    type Target = At<input::Redis>;

    fn deref(&self) -> &Self::Target {
        &self.section
    }
}

impl Deref for Sentinel {
    type Target = At<input::Sentinel>;

    fn deref(&self) -> &Self::Target {
        &self.section
    }
}

impl Sentinel {
    /// The sentinels that are enough to authorise a failover.
    #[must_use]
    pub fn majority(&self) -> u32 {
        *self.count / 2 + 1
    }

    /// Whether they run in this mode.
    #[must_use]
    pub fn active(&self) -> bool {
        self.containers.iter().any(|container| container.active)
    }

    /// The sentinels as `host:port`.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        self.containers.iter().map(|c| format!("{}:{}", c.host(), self.port.get())).collect()
    }
}

impl Redis {
    /// The nodes: the first master, then the replicas.
    pub fn nodes(&self) -> impl Iterator<Item = &RedisNode> {
        std::iter::once(&self.master).chain(&self.replicas)
    }

    /// The nodes as `host:port`.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        self.nodes().map(|node| format!("{}:{}", node.container.host(), self.port.get())).collect()
    }

    /// The replicas that run in this mode.
    pub fn active_replicas(&self) -> impl Iterator<Item = &RedisNode> {
        self.replicas.iter().filter(|node| node.container.active)
    }

    /// Those who decide which node is the master: the nodes, then the sentinels.
    pub fn electors(&self) -> impl Iterator<Item = &Container> {
        let sentinels = self.sentinel.iter().flat_map(|sentinel| &sentinel.containers);
        self.nodes().map(|node| &node.container).chain(sentinels)
    }

    /// Every container: nodes, sentinels, routers.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        self.electors().chain(self.router.iter().flat_map(|router| &router.containers))
    }

    /// The sentinels that run whenever this container runs: those of the mode, and for a container
    /// that does not run in this mode those of its own profiles.
    #[must_use]
    pub fn sentinel_with(&self, container: &Container) -> Option<&Sentinel> {
        let sentinel = self.sentinel.as_ref()?;
        container.always_with(sentinel.containers.first()?).then_some(sentinel)
    }

    /// Whether replicas run whenever this node runs.
    #[must_use]
    pub fn replicas_with(&self, node: &RedisNode) -> bool {
        self.replicas.first().is_some_and(|replica| node.container.always_with(&replica.container))
    }

    /// The programs of its image. The entrypoint of Valkey's leaves root for `valkey-server` alone, though the image has
    /// `redis-server` as another name of it (valkey-io/valkey-container, docker-entrypoint.sh and Dockerfile of 8.1); its
    /// client takes the password from `REDISCLI_AUTH` as well (8.1.1 and 9.1.2, observed).
    #[must_use]
    pub fn programs(&self) -> Programs {
        match self.release.program {
            "Valkey" => Programs { server: "valkey-server", cli: "valkey-cli" },
            _ => Programs { server: "redis-server", cli: "redis-cli" },
        }
    }

    /// Where a starting node learns whether it is the master.
    #[must_use]
    pub fn role_source(&self, node: &RedisNode) -> RoleSource {
        if self.sentinel_with(&node.container).is_some() {
            RoleSource::Sentinel
        } else if self.replicas_with(node) {
            RoleSource::Data
        } else {
            RoleSource::Seed
        }
    }
}

impl Facts for Redis {
    fn containers(&self) -> Vec<&Container> {
        Redis::containers(self).collect()
    }

    fn containers_mut(&mut self) -> Vec<&mut Container> {
        let sentinels = self.sentinel.iter_mut().flat_map(|sentinel| &mut sentinel.containers);
        let nodes = std::iter::once(&mut self.master).chain(&mut self.replicas);
        let routers = self.router.iter_mut().flat_map(|router| &mut router.containers);
        nodes.map(|node| &mut node.container).chain(sentinels).chain(routers).collect()
    }

    fn runs(&self) -> Vec<Run> {
        let nodes = self.nodes().map(|node| redis::node(self, node));
        let sentinels = self.sentinel.iter().flat_map(|of| (1..=of.containers.len()).map(move |number| (of, number)));
        let sentinels = sentinels.map(|(of, number)| redis::sentinel(self, of, number));
        let routers = self.router.iter().flat_map(|of| of.containers.iter().map(move |_| router::run(self, of)));
        nodes.chain(sentinels).chain(routers).collect()
    }

    fn files(&self, stack: &Stack, input: &str) -> Vec<Artifact> {
        let mut files: Vec<Artifact> = self.nodes().map(|node| conf::emit(self, node, input)).collect();
        files.push(scripts::node_start(self, stack, input));
        if let Some(of) = &self.sentinel {
            let numbered = (1..).zip(&of.containers);
            files.extend(numbered.map(|(number, container)| sentinel_conf::emit(self, of, number, container, input)));
            files.push(scripts::sentinel_start(self, stack, input));
            if let Some(router) = self.router.as_ref().filter(|router| !router.containers.is_empty()) {
                files.push(super::router::conf::emit(self, router, of, input));
                files.push(super::router::script::start(self, stack, input));
            }
        }
        files
    }

    fn verify(&self, file: &Artifact, usual: &Utf8Path, stack: &Stack) -> Option<Result<(), VerifyError>> {
        match usual.as_str() {
            ROUTER_CONFIG => Some(super::router::reader::verify(self, file)),
            "redis/start.sh" => Some(reader::script(self, file, stack, scripts::NODE)),
            "redis/sentinel.sh" => Some(reader::script(self, file, stack, scripts::SENTINEL)),
            "redis/router.sh" => Some(super::router::reader::script(self, file, stack)),
            path => path.starts_with("redis/").then(|| reader::verify(self, file, usual)),
        }
    }

    fn release(&self) -> Option<&Release> {
        Some(&self.release)
    }
}

impl Stack {
    /// Its Redis, if it has one.
    #[must_use]
    pub fn redis(&self) -> Option<&Redis> {
        self.facts()
    }
}
