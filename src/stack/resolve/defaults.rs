//! Every default of the input language, with its reason.

use std::net::{IpAddr, Ipv4Addr};

use super::at_table;
use crate::origin::{At, Span};
use crate::spec::{
    AppendFsync, Driver, Encoding, EvictionPolicy, LocaleProvider, Protocol, Proxy, ReplicaBuffer, Restart,
    SessionStore, Snapshot,
};
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

/// The database: its first start makes the cluster.
pub(super) const POSTGRES_TIMES: UsualTimes = UsualTimes(10, 5, 5, 60);
/// Redis: a node may wait for the sentinels before it starts.
pub(super) const REDIS_TIMES: UsualTimes = UsualTimes(10, 5, 5, 90);
/// Odoo: its first start loads every module.
pub(super) const ODOO_TIMES: UsualTimes = UsualTimes(30, 10, 3, 60);
/// Any other service.
pub(super) const SERVICE_TIMES: UsualTimes = UsualTimes(30, 10, 3, 30);

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
