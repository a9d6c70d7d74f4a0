//! Every default of the input language, with its reason.

use std::net::{IpAddr, Ipv4Addr};

use super::at_table;
use crate::input::{
    AppendFsync, Capability, Driver, Encoding, EvictionPolicy, LocaleProvider, Protocol, Proxy, ReplicaBuffer, Restart,
    SessionStore, Snapshot,
};
use crate::origin::{At, Span};
use crate::stack::{HealthTimes, Log};
use crate::units::{
    Bytes, ContainerPath, Cpus, Duration, HostPath, InitLocale, MasterName, NamePattern, Port, RedisSize, ServiceName,
    Unit, VolumeName,
};

/// A constant of a type that is parsed.
fn constant<T: Unit>(text: &str) -> T {
    T::parse(text).expect("every default parses, and a test resolves them")
}

macro_rules! defaults {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $value:expr, $why:literal;)+) => {
        $($(#[$doc])* pub(super) fn $name(near: Span) -> At<$type> {
            at_table($value, near, $why)
        })+
    };
}

defaults! {
    project_dir: HostPath = constant("."), "the folder of the generated files";
    driver: Driver = Driver::Bridge, "a network of this host";
    internal: bool = false, "the network has a way out";
    restart: Restart = Restart::UnlessStopped, "a container comes back unless a person stopped it";
    log_size: Bytes = Bytes::mib(10), "a bounded log";
    log_files: u32 = 3, "a bounded log";
    loopback: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST), "only this host reaches it";
    protocol: Protocol = Protocol::Tcp, "the usual one";
    writable: bool = false, "as Docker mounts it";
    no_new_privileges: bool = true, "no program of the stack needs setuid";
    read_only_root: bool = false, "Compose writes secrets into the container's own files";
    init: bool = true, "a health check that is cut off leaves processes behind";

    postgres_service: ServiceName = constant("db"), "the usual name";
    postgres_port: Port = Port::new(5432), "the image's";
    external_postgres_port: Port = Port::new(5432), "PostgreSQL's own";
    postgres_volume: VolumeName = constant("postgres_data"), "the usual name";
    encoding: Encoding = Encoding::Utf8, "Odoo needs it";
    locale_provider: LocaleProvider = LocaleProvider::Libc, "every image knows C.UTF-8";
    locale: InitLocale = constant("C.UTF-8"), "every image knows it";
    shm_size: Bytes = Bytes::mib(256), "parallel queries need more than Docker's 64 MiB";

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

    router_service: NamePattern = constant("redis-router-{n}"), "the usual name";
    routers: u32 = 1, "one is enough on one host";
    router_connections: u32 = 1000, "a tenth of what Redis takes";
    router_memory: Bytes = Bytes::mib(128), "1000 connections, with a margin";
    router_cpus: Cpus = Cpus::thousandths(500), "it only passes bytes on";

    odoo_service: ServiceName = constant("odoo"), "the usual name";
    http_port: Port = Port::new(8069), "Odoo's own";
    gevent_port: Port = Port::new(8072), "Odoo's own";
    odoo_volume: VolumeName = constant("odoo_data"), "the usual name";
    addons_dir: HostPath = constant("./addons"), "the usual place";
    core_addons: ContainerPath = constant("/usr/lib/python3/dist-packages/odoo/addons"), "the official image's";
    sessions: SessionStore = SessionStore::Files, "Odoo's own";
    session_db: u32 = 0, "Redis's first";
    proxy: Proxy = Proxy::None, "no proxy is named";
    publish: bool = true, "users or their proxy reach it";
}

const fn mib(size: u64) -> RedisSize {
    RedisSize { bytes: Bytes::mib(size), decimal: false }
}

/// Health check times in seconds: interval, timeout, retries, start period.
pub(super) struct UsualTimes(pub u64, pub u64, pub u32, pub u64);

/// What differs by the program that a container runs.
pub(super) struct Usual {
    pub(super) times: UsualTimes,
    /// Capabilities that are dropped and kept, and why.
    cap_drop: (&'static [Capability], &'static str),
    cap_add: (&'static [Capability], &'static str),
    /// Processes and threads, and why so many.
    pids: (u32, &'static str),
    /// Seconds, and why so many.
    stop_grace_period: (u64, &'static str),
}

/// All capabilities, of a container whose image is known.
const DROPPED: (&[Capability], &str) = (&[Capability::All], "root is needed to start at most");

const POSTGRES_CAPABILITIES: &[Capability] = &[
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fowner,
    Capability::Kill,
    Capability::Setgid,
    Capability::Setuid,
];
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

/// Processes of PostgreSQL beside those that settings count: its own, and health checks.
const POSTGRES_OWN_PIDS: u32 = 64;
const POSTGRES_PIDS_WHY: &str = "connections, workers and its own processes";

/// The database: its first start makes the cluster. Its image's start script (docker-library/postgres) looks for files
/// of others in the data folder, gives them to postgres, and becomes that user.
pub(super) const POSTGRES: Usual = Usual {
    times: UsualTimes(10, 5, 5, 60),
    cap_drop: DROPPED,
    cap_add: (POSTGRES_CAPABILITIES, "what the image's start script needs, and its init to stop it"),
    // Until its settings are known: see `postgres_pids`.
    pids: (POSTGRES_OWN_PIDS, POSTGRES_PIDS_WHY),
    stop_grace_period: (60, "it writes a checkpoint before it ends"),
};
/// Redis: a node may wait for the sentinels before it starts. Its image's start script (docker-library/redis) gives
/// `/data` to redis, and becomes that user; newer ones take the bounding set away as well.
pub(super) const REDIS: Usual = Usual {
    times: UsualTimes(10, 5, 5, 90),
    cap_drop: DROPPED,
    cap_add: (REDIS_CAPABILITIES, "what the image's start script needs, and its init to stop it"),
    pids: (256, "its threads, a fork and the health checks"),
    stop_grace_period: (30, "it waits 10 s for its replicas, then saves"),
};
/// Valkey: `/data` of its image is sticky (valkey-io/valkey-container, Dockerfile of 8.1), so that even root needs a
/// capability to replace a file of the server's there.
pub(super) const VALKEY: Usual = Usual {
    cap_add: (VALKEY_CAPABILITIES, "what the image's start script and ours need, and its init to stop it"),
    ..REDIS
};
/// HAProxy. Its image does not run as root (docker-library/haproxy, since 2.4).
pub(super) const ROUTER: Usual = Usual {
    times: UsualTimes(5, 4, 3, 90),
    cap_drop: DROPPED,
    cap_add: (&[], "the image does not run as root"),
    pids: (64, "one thread, and the health checks"),
    stop_grace_period: (10, "it ends its connections after 5 s"),
};
/// Odoo: its first start loads every module. Its image does not run as root.
pub(super) const ODOO: Usual = Usual {
    times: UsualTimes(30, 10, 3, 60),
    cap_drop: DROPPED,
    cap_add: (&[], "the image does not run as root"),
    pids: (1024, "workers, their threads and those of the PDF renderer"),
    stop_grace_period: (60, "requests under way are answered"),
};
/// Any other service.
pub(super) const SERVICE: Usual = Usual {
    times: UsualTimes(30, 10, 3, 30),
    cap_drop: (&[], "what its image needs is not known"),
    cap_add: (&[], "Docker's own"),
    pids: (4096, "a bound for what runs away"),
    stop_grace_period: (10, "Docker's own"),
};

/// Processes and threads of PostgreSQL, from those that its settings count.
pub(super) fn postgres_pids(counted: u64, near: Span) -> At<u32> {
    let pids = u32::try_from(counted).unwrap_or(u32::MAX).saturating_add(POSTGRES_OWN_PIDS);
    at_table(pids, near, POSTGRES_PIDS_WHY)
}

impl Usual {
    pub(super) fn cap_drop(&self, near: Span) -> At<Vec<Capability>> {
        at_table(self.cap_drop.0.to_vec(), near, self.cap_drop.1)
    }

    pub(super) fn cap_add(&self, near: Span) -> At<Vec<Capability>> {
        at_table(self.cap_add.0.to_vec(), near, self.cap_add.1)
    }

    pub(super) fn pids(&self, near: Span) -> At<u32> {
        at_table(self.pids.0, near, self.pids.1)
    }

    pub(super) fn stop_grace_period(&self, near: Span) -> At<Duration> {
        at_table(Duration::seconds(self.stop_grace_period.0), near, self.stop_grace_period.1)
    }
}

impl UsualTimes {
    /// These times as defaults of a table.
    pub(super) fn near(&self, near: Span) -> HealthTimes {
        const WHY: &str = "the usual times of a health check";
        HealthTimes {
            interval: at_table(Duration::seconds(self.0), near, WHY),
            timeout: at_table(Duration::seconds(self.1), near, WHY),
            retries: at_table(self.2, near, WHY),
            start_period: at_table(Duration::seconds(self.3), near, WHY),
        }
    }
}

/// The usual bounds of a log.
pub(super) fn log(near: Span) -> Log {
    Log { max_size: log_size(near), max_files: log_files(near) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parsed_default_parses() {
        let near = Span::default();
        assert_eq!(project_dir(near).as_str(), ".");
        assert_eq!(postgres_service(near).as_str(), "db");
        assert_eq!(postgres_volume(near).as_str(), "postgres_data");
        assert_eq!(locale(near).as_str(), "C.UTF-8");
        assert_eq!(redis_service(near).as_str(), "redis-master");
        assert_eq!(redis_volume(near).as_str(), "redis_master_data");
        assert!(replica_service(near).at::<ServiceName>(1).is_ok());
        assert!(replica_volume(near).at::<VolumeName>(1).is_ok());
        assert!(sentinel_service(near).at::<ServiceName>(1).is_ok());
        assert!(sentinel_volume(near).at::<VolumeName>(1).is_ok());
        assert_eq!(master_name(near).as_str(), "mymaster");
        assert_eq!(odoo_service(near).as_str(), "odoo");
        assert_eq!(odoo_volume(near).as_str(), "odoo_data");
        assert_eq!(addons_dir(near).as_str(), "./addons");
        assert!(core_addons(near).as_str().starts_with('/'));
    }
}
