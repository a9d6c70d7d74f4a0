//! The defaults of Redis and Sentinel, each with its reason.

use super::ReplicaBuffer;
use super::input::{AppendFsync, EvictionPolicy, Snapshot};
use crate::components::defaults::{DROPPED, Usual, UsualTimes, constant};
use crate::input::Capability;
use crate::units::{Bytes, Cpus, Duration, MasterName, NamePattern, Port, RedisSize, ServiceName, VolumeName};

defaults! {
    redis_service: ServiceName = constant("redis-master"), "the usual name";
    redis_port: Port = Port::new(6379), "the usual one";
    redis_volume: VolumeName = constant("redis_master_data"), "the usual name";
    policy: EvictionPolicy = EvictionPolicy::Noeviction, "Redis's own";
    aof: bool = true, "a master that restarts empty empties its replicas";
    appendfsync: AppendFsync = AppendFsync::Everysec, "Redis's own";
    snapshots: Vec<Snapshot> = Vec::new(), "the append-only file is enough";
    replica_buffer: ReplicaBuffer = ReplicaBuffer { hard: mib(64), soft: mib(32), seconds: 60 }, "it is not counted in maxmemory, so it is small";
    databases: u32 = 16, "Redis's own";
    min_replicas: u32 = 0, "Redis's own";
    diskless_sync_delay: u32 = 1, "with Redis's own 5 s a new master waits so long for its replicas before it accepts writes";
    replica_service: NamePattern = constant("redis-replica-{n}"), "the usual name";
    replica_volume: NamePattern = constant("redis_replica{n}_data"), "the usual name";

    sentinel_service: NamePattern = constant("redis-sentinel-{n}"), "the usual name";
    sentinel_volume: NamePattern = constant("redis_sentinel{n}_data"), "the usual name";
    sentinel_port: Port = Port::new(26379), "the usual one";
    master_name: MasterName = constant("mymaster"), "the usual name";
    down_after: Duration = Duration::seconds(5), "shorter takes a pause for a death";
    failover_timeout: Duration = Duration::seconds(60), "time for a resynchronisation";
    parallel_syncs: u32 = 1, "the other replicas keep serving";
    sentinel_memory: Bytes = Bytes::mib(64), "a sentinel holds no data";
    sentinel_cpus: Cpus = Cpus::thousandths(100), "a sentinel only pings";
}

const fn mib(size: u64) -> RedisSize {
    RedisSize { bytes: Bytes::mib(size), decimal: false }
}

const REDIS_CAPABILITIES: &[Capability] = &[
    Capability::Chown,
    Capability::DacOverride,
    Capability::Kill,
    Capability::Setgid,
    Capability::Setpcap,
    Capability::Setuid,
];
const VALKEY_CAPABILITIES: &[Capability] = &[
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fowner,
    Capability::Kill,
    Capability::Setgid,
    Capability::Setpcap,
    Capability::Setuid,
];

/// Redis: a node may wait for the sentinels before it starts. Its image's start script (docker-library/redis) gives
/// `/data` to redis, and becomes that user; newer ones take the bounding set away as well.
pub(in crate::components) const REDIS: Usual = Usual {
    times: UsualTimes(10, 5, 5, 90),
    cap_drop: DROPPED,
    cap_add: (REDIS_CAPABILITIES, "what the image's start script needs, and its init to stop it"),
    pids: (256, "its threads, a fork and the health checks"),
    stop_grace_period: (30, "it waits 10 s for its replicas, then saves"),
};
/// Valkey: `/data` of its image is sticky (valkey-io/valkey-container, Dockerfile of 8.1), so that even root needs a
/// capability to replace a file of the server's there.
pub(in crate::components) const VALKEY: Usual = Usual {
    cap_add: (VALKEY_CAPABILITIES, "what the image's start script and ours need, and its init to stop it"),
    ..REDIS
};
