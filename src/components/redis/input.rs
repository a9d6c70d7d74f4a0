//! The `[redis]` section.

use super::options::RedisSettings;
use super::replica_buffer::ReplicaBuffer;
use super::router::input::Router;
use crate::components::defaults::constant;
use crate::input::{ContainerKeys, HealthTimes, Named, Part, PublishedPort, Resources, SecretUse};
use crate::origin::At;
use crate::units::{
    CommandName, ContainerName, Duration, Image, Line, MasterName, NamePattern, Port, ProfileName, RedisSize,
    ServiceName, Version, VolumeName,
};

table! {
    /// Redis: one master; replicas and sentinels are tables of their own.
    pub struct Redis {
        /// The Compose service of the first master, which is also its host name.
        pub service: At<ServiceName> = constant("redis-master") => because("the usual name"),
        /// A fixed name of the master's container. Default: Compose makes one.
        pub container_name: Option<At<ContainerName>>,
        /// The image; it must be one of the official images of Redis or Valkey or behave like it.
        pub image: At<Image>,
        /// The version of the servers, like `7.4`: needed where the tag of the image does not tell it.
        pub version: Option<At<Version>>,
        /// The password of every node.
        pub password: Option<At<SecretUse>>,
        /// The port of every node.
        pub port: At<Port> = Port::new(6379) => because("the usual one"),
        /// The memory of the data: beyond it the policy decides what is evicted.
        pub maxmemory: Option<At<RedisSize>>,
        /// What is evicted at maxmemory.
        pub maxmemory_policy: At<EvictionPolicy> = EvictionPolicy::Noeviction => because("Redis's own"),
        /// What is kept on disk. Default: the append-only file.
        pub persistence: Part<Persistence>,
        /// How much a replica may lag before it is cut off: hard limit, soft limit, seconds over the
        /// soft limit. Default: `64mb 32mb 60` with replicas.
        pub client_output_buffer_limit_replica: At<ReplicaBuffer> = constant("64mb 32mb 60") => because("it is not counted in maxmemory, so it is small").told(),
        /// The number of databases.
        pub databases: At<u32> = 16 => because("Redis's own").range(1, 2_147_483_647),
        /// Connections that each node takes at the same time. Default: Redis's own, 10000.
        pub max_connections: Option<At<u32>> => range(1, 2_147_483_647),
        /// Commands that get another name, or none where it is empty (`rename-command`).
        pub rename_commands: Option<At<Named<CommandName, Line>>>,
        /// Further directives of redis.conf, for every node.
        pub settings: Option<At<RedisSettings>>,
        /// The volume of the master's data.
        pub volume: At<VolumeName> = constant("redis_master_data") => because("the usual name"),
        /// Ports of the master published on the host. Default: none.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// The times of the nodes' health checks.
        pub healthcheck: Option<At<HealthTimes>>,
        /// The replicas.
        pub replicas: Option<At<Replicas>>,
        /// The sentinels.
        pub sentinel: Option<At<Sentinel>>,
        /// What sends clients that do not speak Sentinel to the master.
        pub router: Option<At<Router>>,
        ..pub container: ContainerKeys {
            networks: "The networks that master, replicas and sentinels join. Default: the first of `[networks]`.",
            resources: "What each node's container may use: a replica can become the master.",
            restart: "When a container is started again. Default: `unless-stopped`.",
            security: "What each container may do.",
            stop_grace_period: "Time from the signal to stop until a node is killed. Default: 30 s.",
            logging: "Bounds of the logs.",
        },
    }
}

names! {
    /// What Redis evicts at maxmemory.
    pub enum EvictionPolicy {
        /// Nothing: writes are refused.
        Noeviction = "noeviction",
        /// Any key, the least recently used first.
        AllkeysLru = "allkeys-lru",
        /// Any key, the least frequently used first.
        AllkeysLfu = "allkeys-lfu",
        /// Any key.
        AllkeysRandom = "allkeys-random",
        /// Keys that expire, the least recently used first.
        VolatileLru = "volatile-lru",
        /// Keys that expire, the least frequently used first.
        VolatileLfu = "volatile-lfu",
        /// Keys that expire.
        VolatileRandom = "volatile-random",
        /// Keys that expire, the soonest first.
        VolatileTtl = "volatile-ttl",
    }
}

table! {
    /// What Redis keeps on disk.
    pub struct Persistence {
        /// The append-only file: every write is logged.
        pub aof: At<bool> = true => because("a master that restarts empty empties its replicas"),
        /// When the append-only file reaches the disk.
        pub appendfsync: At<AppendFsync> = AppendFsync::Everysec => because("Redis's own"),
        /// When snapshots are written; an empty list: never. Default: never.
        pub rdb: At<Vec<At<Snapshot>>> = Vec::new() => because("the append-only file is enough").told(),
    }
}

names! {
    /// When the append-only file reaches the disk.
    pub enum AppendFsync {
        /// After every write.
        Always = "always",
        /// Every second.
        Everysec = "everysec",
        /// When the operating system likes.
        No = "no",
    }
}

table! {
    /// A snapshot is written when both are reached.
    pub struct Snapshot {
        /// Time since the last snapshot, in whole seconds.
        pub after: At<Duration>,
        /// Changed keys since the last snapshot.
        pub changes: At<u32> => range(1, 2_147_483_647),
    }
}

table! {
    /// Copies of the master's data that can take its place.
    pub struct Replicas {
        /// How many.
        pub count: At<u32> => range(0, 100),
        /// Their Compose services.
        pub service: At<NamePattern> = constant("redis-replica-{n}") => because("the usual name"),
        /// Fixed names of their containers. Default: Compose makes them.
        pub container_name: Option<At<NamePattern>>,
        /// The volumes of their data.
        pub volume: At<NamePattern> = constant("redis_replica{n}_data") => because("the usual name"),
        /// The profiles in which they run. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// Replicas that must be in sync for the master to accept writes, where replicas run.
        pub min_replicas_to_write: At<u32> = 0 => because("Redis's own").range(0, 100),
    }
}

table! {
    /// The processes that watch the master and promote a replica.
    pub struct Sentinel {
        /// How many.
        pub count: At<u32> => range(0, 100),
        /// How many must agree that the master is down.
        pub quorum: At<u32> => range(0, 100),
        /// The name under which they monitor the master.
        pub master_name: At<MasterName> = constant("mymaster") => because("the usual name"),
        /// Time without an answer after which the master is taken for dead.
        pub down_after: At<Duration> = Duration::seconds(5) => because("shorter takes a pause for a death"),
        /// Time that a failover may take.
        pub failover_timeout: At<Duration> = Duration::seconds(60) => because("time for a resynchronisation"),
        /// Replicas that resynchronise at the same time after a failover.
        pub parallel_syncs: At<u32> = 1 => because("the other replicas keep serving").range(1, 100),
        /// The downtime that was promised; checked against `down_after`.
        pub max_downtime: Option<At<Duration>>,
        /// The port of every sentinel.
        pub port: At<Port> = Port::new(26379) => because("the usual one"),
        /// Their Compose services.
        pub service: At<NamePattern> = constant("redis-sentinel-{n}") => because("the usual name"),
        /// Fixed names of their containers. Default: Compose makes them.
        pub container_name: Option<At<NamePattern>>,
        /// The volumes of their state.
        pub volume: At<NamePattern> = constant("redis_sentinel{n}_data") => because("the usual name"),
        /// The profiles in which they run. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// What each sentinel's container may use.
        pub resources: Option<At<Resources>>,
    }
}
