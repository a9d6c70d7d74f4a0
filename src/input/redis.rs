//! The `[redis]` section.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    HealthTimes, Logging, Named, PublishedPort, RedisSettings, ReplicaBuffer, Resources, Restart, Router, SecretUse,
    Security,
};
use crate::origin::At;
use crate::units::{
    CommandName, ContainerName, Duration, Image, Line, MasterName, NamePattern, NetworkName, Port, ProfileName,
    RedisSize, ServiceName, Version, VolumeName,
};

/// Redis: one master; replicas and sentinels are tables of their own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Redis {
    /// The Compose service of the first master, which is also its host name. Default: `redis-master`.
    #[serde(default)]
    pub service: Option<At<ServiceName>>,
    /// A fixed name of the master's container. Default: Compose makes one.
    #[serde(default)]
    pub container_name: Option<At<ContainerName>>,
    /// The image; it must be one of the official images of Redis or Valkey or behave like it.
    pub image: At<Image>,
    /// The version of the servers, like `7.4`: needed where the tag of the image does not tell it.
    #[serde(default)]
    pub version: Option<At<Version>>,
    /// The password of every node.
    #[serde(default)]
    pub password: Option<At<SecretUse>>,
    /// The port of every node. Default: 6379.
    #[serde(default)]
    pub port: Option<At<Port>>,
    /// The memory of the data: beyond it the policy decides what is evicted.
    #[serde(default)]
    pub maxmemory: Option<At<RedisSize>>,
    /// What is evicted at maxmemory. Default: `noeviction`.
    #[serde(default)]
    pub maxmemory_policy: Option<At<EvictionPolicy>>,
    /// What is kept on disk. Default: the append-only file.
    #[serde(default)]
    pub persistence: Option<At<Persistence>>,
    /// How much a replica may lag before it is cut off: hard limit, soft limit, seconds over the
    /// soft limit. Default: `64mb 32mb 60` with replicas.
    #[serde(default)]
    pub client_output_buffer_limit_replica: Option<At<ReplicaBuffer>>,
    /// The number of databases. Default: 16.
    #[serde(default)]
    #[schemars(range(min = 1, max = 2_147_483_647))]
    pub databases: Option<At<u32>>,
    /// Commands that get another name, or none where it is empty (`rename-command`).
    #[serde(default)]
    pub rename_commands: Option<At<Named<CommandName, Line>>>,
    /// Further directives of redis.conf, for every node.
    #[serde(default)]
    pub settings: Option<At<RedisSettings>>,
    /// The volume of the master's data. Default: `redis_master_data`.
    #[serde(default)]
    pub volume: Option<At<VolumeName>>,
    /// Ports of the master published on the host. Default: none.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub ports: Option<At<Vec<At<PublishedPort>>>>,
    /// The networks that master, replicas and sentinels join. Default: the first of `[networks]`.
    #[serde(default)]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub networks: Option<At<Vec<At<NetworkName>>>>,
    /// What each node's container may use: a replica can become the master.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
    /// When a container is started again. Default: `unless-stopped`.
    #[serde(default)]
    pub restart: Option<At<Restart>>,
    /// What each container may do.
    #[serde(default)]
    pub security: Option<At<Security>>,
    /// Whether an init is the first process: it passes signals on, and takes in what other processes
    /// leave behind. Default: true.
    #[serde(default)]
    pub init: Option<At<bool>>,
    /// Time from the signal to stop until a node is killed. Default: 30 s.
    #[serde(default)]
    pub stop_grace_period: Option<At<Duration>>,
    /// The times of the nodes' health checks.
    #[serde(default)]
    pub healthcheck: Option<At<HealthTimes>>,
    /// Bounds of the logs.
    #[serde(default)]
    pub logging: Option<At<Logging>>,
    /// The replicas.
    #[serde(default)]
    pub replicas: Option<At<Replicas>>,
    /// The sentinels.
    #[serde(default)]
    pub sentinel: Option<At<Sentinel>>,
    /// What sends clients that do not speak Sentinel to the master.
    #[serde(default)]
    pub router: Option<At<Router>>,
}

/// What Redis evicts at maxmemory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EvictionPolicy {
    /// Nothing: writes are refused.
    Noeviction,
    /// Any key, the least recently used first.
    AllkeysLru,
    /// Any key, the least frequently used first.
    AllkeysLfu,
    /// Any key.
    AllkeysRandom,
    /// Keys that expire, the least recently used first.
    VolatileLru,
    /// Keys that expire, the least frequently used first.
    VolatileLfu,
    /// Keys that expire.
    VolatileRandom,
    /// Keys that expire, the soonest first.
    VolatileTtl,
}

impl EvictionPolicy {
    /// The policy, as redis.conf names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Noeviction => "noeviction",
            Self::AllkeysLru => "allkeys-lru",
            Self::AllkeysLfu => "allkeys-lfu",
            Self::AllkeysRandom => "allkeys-random",
            Self::VolatileLru => "volatile-lru",
            Self::VolatileLfu => "volatile-lfu",
            Self::VolatileRandom => "volatile-random",
            Self::VolatileTtl => "volatile-ttl",
        }
    }
}

/// What Redis keeps on disk.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Persistence {
    /// The append-only file: every write is logged. Default: true.
    #[serde(default)]
    pub aof: Option<At<bool>>,
    /// When the append-only file reaches the disk. Default: `everysec`.
    #[serde(default)]
    pub appendfsync: Option<At<AppendFsync>>,
    /// When snapshots are written; an empty list: never. Default: never.
    #[serde(default)]
    pub rdb: Option<At<Vec<At<Snapshot>>>>,
}

/// When the append-only file reaches the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppendFsync {
    /// After every write.
    Always,
    /// Every second.
    Everysec,
    /// When the operating system likes.
    No,
}

impl AppendFsync {
    /// The value, as redis.conf names it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Everysec => "everysec",
            Self::No => "no",
        }
    }
}

/// A snapshot is written when both are reached.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Time since the last snapshot, in whole seconds.
    pub after: At<Duration>,
    /// Changed keys since the last snapshot.
    #[schemars(range(min = 1, max = 2_147_483_647))]
    pub changes: At<u32>,
}

/// Copies of the master's data that can take its place.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Replicas {
    /// How many.
    #[schemars(range(min = 0, max = 100))]
    pub count: At<u32>,
    /// Their Compose services. Default: `redis-replica-{n}`.
    #[serde(default)]
    pub service: Option<At<NamePattern>>,
    /// Fixed names of their containers. Default: Compose makes them.
    #[serde(default)]
    pub container_name: Option<At<NamePattern>>,
    /// The volumes of their data. Default: `redis_replica{n}_data`.
    #[serde(default)]
    pub volume: Option<At<NamePattern>>,
    /// The profiles in which they run. Default: always.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub profiles: Option<At<Vec<At<ProfileName>>>>,
    /// Replicas that must be in sync for the master to accept writes, where replicas run. Default: 0.
    #[serde(default)]
    #[schemars(range(min = 0, max = 100))]
    pub min_replicas_to_write: Option<At<u32>>,
}

/// The processes that watch the master and promote a replica.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sentinel {
    /// How many.
    #[schemars(range(min = 0, max = 100))]
    pub count: At<u32>,
    /// How many must agree that the master is down.
    #[schemars(range(min = 0, max = 100))]
    pub quorum: At<u32>,
    /// The name under which they monitor the master. Default: `mymaster`.
    #[serde(default)]
    pub master_name: Option<At<MasterName>>,
    /// Time without an answer after which the master is taken for dead. Default: 5 s.
    #[serde(default)]
    pub down_after: Option<At<Duration>>,
    /// Time that a failover may take. Default: 60 s.
    #[serde(default)]
    pub failover_timeout: Option<At<Duration>>,
    /// Replicas that resynchronise at the same time after a failover. Default: 1.
    #[serde(default)]
    #[schemars(range(min = 1, max = 100))]
    pub parallel_syncs: Option<At<u32>>,
    /// The downtime that was promised; checked against `down_after`.
    #[serde(default)]
    pub max_downtime: Option<At<Duration>>,
    /// The port of every sentinel. Default: 26379.
    #[serde(default)]
    pub port: Option<At<Port>>,
    /// Their Compose services. Default: `redis-sentinel-{n}`.
    #[serde(default)]
    pub service: Option<At<NamePattern>>,
    /// Fixed names of their containers. Default: Compose makes them.
    #[serde(default)]
    pub container_name: Option<At<NamePattern>>,
    /// The volumes of their state. Default: `redis_sentinel{n}_data`.
    #[serde(default)]
    pub volume: Option<At<NamePattern>>,
    /// The profiles in which they run. Default: always.
    #[serde(default)]
    #[schemars(extend("uniqueItems" = true))]
    pub profiles: Option<At<Vec<At<ProfileName>>>>,
    /// What each sentinel's container may use.
    #[serde(default)]
    pub resources: Option<At<Resources>>,
}
