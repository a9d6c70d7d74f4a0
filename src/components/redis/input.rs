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
    /// Redis: one master. Replicas and sentinels have their own tables.
    pub struct Redis {
        /// The Compose service of the first master, which is also its host name.
        pub service: At<ServiceName> = constant("redis-master") => because("the usual name"),
        /// A fixed name for the master's container. Default: Compose generates one.
        pub container_name: Option<At<ContainerName>>,
        /// The image. It must be an official image of Redis or Valkey, or behave like one.
        pub image: At<Image>,
        /// The version of the servers, like `7.4`. Required if the tag of the image does not contain it.
        pub version: Option<At<Version>>,
        /// The password of every node.
        pub password: Option<At<SecretUse>>,
        /// The port of every node.
        pub port: At<Port> = Port::new(6379) => because("Redis's own default"),
        /// The memory limit of the data. When it is reached, `maxmemory_policy` decides what is evicted.
        pub maxmemory: Option<At<RedisSize>>,
        /// What Redis evicts when `maxmemory` is reached.
        pub maxmemory_policy: At<EvictionPolicy> = EvictionPolicy::Noeviction => because("Redis's own default"),
        /// What Redis keeps on disk. Default: the append-only file.
        pub persistence: Part<Persistence>,
        /// How far a replica may lag before the master disconnects it: hard limit, soft limit, seconds over the soft
        /// limit. Default: `64mb 32mb 60` with replicas.
        pub client_output_buffer_limit_replica: At<ReplicaBuffer> = constant("64mb 32mb 60") => because("small: it does not count towards `maxmemory`").told(),
        /// The number of databases.
        pub databases: At<u32> = 16 => because("Redis's own default").range(1, 2_147_483_647),
        /// Connections that each node accepts at the same time. Default: 10000, Redis's own default.
        pub max_connections: Option<At<u32>> => range(1, 2_147_483_647),
        /// Commands to rename, each with its new name (`rename-command`). An empty name disables the command.
        pub rename_commands: Option<At<Named<CommandName, Line>>>,
        /// Additional directives of redis.conf for every node.
        pub settings: Option<At<RedisSettings>>,
        /// The volume of the master's data.
        pub volume: At<VolumeName> = constant("redis_master_data") => because("the usual name"),
        /// Ports of the master to publish on the host. Default: none.
        pub ports: Option<At<Vec<At<PublishedPort>>>> => distinct(),
        /// The timing of the nodes' health checks.
        pub healthcheck: Option<At<HealthTimes>>,
        /// The replicas.
        pub replicas: Option<At<Replicas>>,
        /// The sentinels.
        pub sentinel: Option<At<Sentinel>>,
        /// The router, which connects clients without Sentinel support to the master.
        pub router: Option<At<Router>>,
        ..pub container: ContainerKeys {
            networks: "The networks that all nodes, sentinels and routers join. Default: the first of `[networks]`.",
            resources: "The limits of each node's container, the same for all nodes: a replica can become the master.",
            restart: "When a container is restarted. Default: `unless-stopped`.",
            security: "The security settings of each container.",
            stop_grace_period: "Time that a node has to stop before it is killed. Default: 30 s.",
            logging: "The limits of the logs.",
        },
    }
}

names! {
    /// What Redis evicts when `maxmemory` is reached.
    pub enum EvictionPolicy {
        /// Nothing: writes are rejected.
        Noeviction = "noeviction",
        /// Any key, the least recently used first.
        AllkeysLru = "allkeys-lru",
        /// Any key, the least frequently used first.
        AllkeysLfu = "allkeys-lfu",
        /// Any key, at random.
        AllkeysRandom = "allkeys-random",
        /// Keys that expire, the least recently used first.
        VolatileLru = "volatile-lru",
        /// Keys that expire, the least frequently used first.
        VolatileLfu = "volatile-lfu",
        /// Keys that expire, at random.
        VolatileRandom = "volatile-random",
        /// Keys that expire, the soonest first.
        VolatileTtl = "volatile-ttl",
    }
}

table! {
    /// What Redis keeps on disk.
    pub struct Persistence {
        /// The append-only file, which logs every write.
        pub aof: At<bool> = true => because("a master that restarts without data empties its replicas"),
        /// When Redis flushes the append-only file to disk.
        pub appendfsync: At<AppendFsync> = AppendFsync::Everysec => because("Redis's own default"),
        /// When Redis writes snapshots. An empty list disables them. Default: no snapshots.
        pub rdb: At<Vec<At<Snapshot>>> = Vec::new() => because("the append-only file is enough").told(),
    }
}

names! {
    /// When Redis flushes the append-only file to disk.
    pub enum AppendFsync {
        /// After every write.
        Always = "always",
        /// Every second.
        Everysec = "everysec",
        /// When the operating system decides.
        No = "no",
    }
}

table! {
    /// A condition for snapshots: Redis writes one when both limits are reached.
    pub struct Snapshot {
        /// Time since the last snapshot, in whole seconds.
        pub after: At<Duration>,
        /// Changes since the last snapshot.
        pub changes: At<u32> => range(1, 2_147_483_647),
    }
}

table! {
    /// Copies of the master's data that can take its place.
    pub struct Replicas {
        /// The number of replicas.
        pub count: At<u32> => range(0, 100),
        /// The names of their Compose services.
        pub service: At<NamePattern> = constant("redis-replica-{n}") => because("the usual name"),
        /// Fixed names for their containers. Default: Compose generates them.
        pub container_name: Option<At<NamePattern>>,
        /// The volumes of their data.
        pub volume: At<NamePattern> = constant("redis_replica{n}_data") => because("the usual name"),
        /// The profiles in which they run. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The number of replicas that must be in sync for the master to accept writes, in modes with replicas.
        pub min_replicas_to_write: At<u32> = 0 => because("Redis's own default").range(0, 100),
    }
}

table! {
    /// The processes that monitor the master and promote a replica when it fails.
    pub struct Sentinel {
        /// The number of sentinels.
        pub count: At<u32> => range(0, 100),
        /// The number of sentinels that must agree that the master is down.
        pub quorum: At<u32> => range(0, 100),
        /// The name under which the sentinels monitor the master.
        pub master_name: At<MasterName> = constant("mymaster") => because("the usual name"),
        /// Time without an answer after which a sentinel considers the master down.
        pub down_after: At<Duration> = Duration::seconds(5) => because("a shorter time mistakes a pause for a failure"),
        /// Time that a failover may take.
        pub failover_timeout: At<Duration> = Duration::seconds(60) => because("leaves time for a resynchronisation"),
        /// The number of replicas that resynchronise at the same time after a failover.
        pub parallel_syncs: At<u32> = 1 => because("the other replicas keep serving").range(1, 100),
        /// The promised downtime of a failover; `down_after` is checked against it.
        pub max_downtime: Option<At<Duration>>,
        /// The port of every sentinel.
        pub port: At<Port> = Port::new(26379) => because("Sentinel's own default"),
        /// The names of their Compose services.
        pub service: At<NamePattern> = constant("redis-sentinel-{n}") => because("the usual name"),
        /// Fixed names for their containers. Default: Compose generates them.
        pub container_name: Option<At<NamePattern>>,
        /// The volumes of their state.
        pub volume: At<NamePattern> = constant("redis_sentinel{n}_data") => because("the usual name"),
        /// The profiles in which they run. Default: always.
        pub profiles: Option<At<Vec<At<ProfileName>>>> => distinct(),
        /// The resource limits of each sentinel's container.
        pub resources: Option<At<Resources>>,
    }
}
