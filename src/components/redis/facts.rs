//! Redis and Sentinel, resolved.

use std::ops::Deref;

use indexmap::IndexMap;

use super::input;
use super::router::Router;
use crate::model::{Container, Release, Stack};
use crate::origin::At;
use crate::units::{CommandName, Line, SecretName};

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
    /// The routers that connect clients to the master, if any are declared.
    pub router: Option<Router>,
    /// The password of every node.
    pub password: Option<At<SecretName>>,
    /// Replicas that must be in sync for writes, where replicas run.
    pub min_replicas_to_write: At<u32>,
    /// Renamed commands; an empty name disables the command.
    pub renamed: IndexMap<CommandName, At<Line>>,
    /// Additional directives, as redis.conf writes their arguments.
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
    /// From its generated file: nothing can have changed it.
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

    /// The programs of its image. The entrypoint of Valkey's image drops root only for `valkey-server`, although
    /// the image has `redis-server` as an alias of it (valkey-io/valkey-container, docker-entrypoint.sh and
    /// Dockerfile of 8.1); its client takes the password from `REDISCLI_AUTH` as well (8.1.1 and 9.1.2, observed).
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

impl Stack {
    /// Its Redis, if it has one.
    #[must_use]
    pub fn redis(&self) -> Option<&Redis> {
        self.facts()
    }
}
