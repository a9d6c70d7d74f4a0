//! Divides the resources of a host among the services. The shares are a starting point for a host that mainly runs
//! Odoo; the limits are those of the rules, so that a new input has no findings.

use super::{Answers, Example};
use crate::units::Cpus;

/// Percentage of the host's memory that all containers together may use: the rules warn above 90.
const OF_HOST: u64 = 85;

/// Memory of one sentinel, in MiB: an empty Redis takes 12, and its health check needs some more.
pub(super) const SENTINEL: u64 = 64;

/// Output buffer for replicas, in MiB: the default of `client_output_buffer_limit_replica`.
const REPLICA_BUFFER: u64 = 64;

/// CPUs of one sentinel, in thousandths: the default if the input does not set them.
const SENTINEL_CPUS: u32 = 100;

/// Memory that an Odoo process is expected to use, in MiB: 324.8 in the rule `odoo-memory-below-estimate`.
const ODOO_PROCESS: u64 = 325;

/// Odoo's processes in addition to its workers and cron threads: the one for websockets.
const WEBSOCKETS: u64 = 1;

/// Connections in the pool of an Odoo process: a worker answers one request at a time.
const POOL: u64 = 12;

/// Connections that PostgreSQL reserves for superusers, and some for administrators.
const BESIDE_POOLS: u64 = 3 + 5;

/// Memory of PostgreSQL in addition to buffers and sorts, in MiB: three autovacuum workers with 64 MiB each.
const VACUUM: u64 = 192;

/// Memory of a sort in PostgreSQL, in MiB: the default of `work_mem`.
const SORT: u64 = 4;

/// The largest buffers that are proposed, in MiB: larger ones need measurements.
const MOST_BUFFERS: u64 = 32 * 1024;

/// The limit of the virtual memory of a process, in MiB: Odoo's own default.
const HARD: u64 = 2560;

/// The largest number of workers that is proposed.
const MOST_WORKERS: u64 = 64;

/// How much each service may use. Memory in MiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) odoo: Share,
    pub(super) workers: u64,
    pub(super) cron_threads: u64,
    /// The limits above which Odoo replaces a process, and above which an allocation fails.
    pub(super) soft: u64,
    pub(super) hard: u64,
    pub(super) pool: u64,
    pub(super) postgres: Share,
    pub(super) shared_buffers: u64,
    pub(super) max_connections: u64,
    pub(super) redis: Option<Redis>,
}

/// What one service may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) memory: u64,
    pub(super) cpus: Cpus,
}

/// What Redis may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Redis {
    /// The data.
    pub(super) maxmemory: u64,
    /// Each node.
    pub(super) node: u64,
    nodes: u64,
    sentinels: u32,
}

impl Redis {
    /// Chooses the largest of the common sizes for which all nodes take at most a quarter of the memory, or the
    /// smallest size.
    fn new(example: Example, memory: u64) -> Option<Self> {
        let (nodes, sentinels, buffers) = match example {
            Example::ProductionHa => (3, 3, REPLICA_BUFFER),
            Example::Small => (1, 0, 0),
            Example::NoRedis => return None,
        };
        // A node that forks takes 2.5 times its data, 12 MiB when empty, and the output buffers of its replicas.
        let node = |data: u64| (data * 5 / 2 + 12 + buffers).next_multiple_of(64);
        let fits = |data: &u64| node(*data) * nodes * 4 <= memory;
        let maxmemory = [1024, 512, 256, 128].into_iter().find(fits).unwrap_or(64);
        Some(Self { maxmemory, node: node(maxmemory), nodes, sentinels })
    }

    fn together(self) -> u64 {
        self.nodes * self.node + u64::from(self.sentinels) * SENTINEL
    }
}

impl Sizes {
    /// Whether all processes at their soft limit together exceed the limit of Odoo's container.
    pub(super) fn soft_limits_exceed(&self) -> bool {
        (self.workers + self.cron_threads + WEBSOCKETS) * self.soft > self.odoo.memory
    }

    /// Divides a machine that is large enough.
    pub(super) fn new(answers: &Answers) -> Self {
        let machine = answers.machine;
        let memory = machine.memory.get() / (1024 * 1024) * OF_HOST / 100;
        let redis = answers.redis_client().and_then(|_| Redis::new(answers.example, memory));
        let left = memory - redis.map_or(0, Redis::together);
        let postgres = down(left * 36 / 100, 64);
        let for_odoo = down(left - postgres, 64);
        let of_sentinels = redis.map_or(0, |redis| redis.sentinels) * SENTINEL_CPUS;
        let cpus = Cpus::thousandths(machine.cpus.get() - of_sentinels);
        let odoo_cpus = quarters(cpus, 60);
        let max_connections_by_memory = (postgres * 3 / 4 - VACUUM) / SORT;
        let processes = (for_odoo / ODOO_PROCESS).min((max_connections_by_memory - BESIDE_POOLS) / POOL);
        let cron_threads = if processes >= 7 { 2 } else { 1 };
        let by_cpus = u64::from(odoo_cpus.get()) * 2 / 1000;
        let workers = by_cpus.min(processes - cron_threads - WEBSOCKETS).clamp(1, MOST_WORKERS);
        let processes = workers + cron_threads + WEBSOCKETS;
        let hard = for_odoo.min(HARD);
        // Odoo needs no more than all its processes may use.
        let odoo = for_odoo.min(processes * hard);
        Self {
            odoo: Share { memory: odoo, cpus: odoo_cpus },
            workers,
            cron_threads,
            soft: down(hard * 4 / 5, 64),
            hard,
            pool: POOL,
            postgres: Share { memory: postgres, cpus: quarters(cpus, 30) },
            shared_buffers: down(postgres / 4, 32).min(MOST_BUFFERS),
            max_connections: processes * POOL + BESIDE_POOLS,
            redis,
        }
    }
}

fn down(number: u64, step: u64) -> u64 {
    number / step * step
}

/// A percentage of the CPUs, rounded down to quarters of a CPU, at least one quarter.
fn quarters(cpus: Cpus, hundredths: u32) -> Cpus {
    let part = u64::from(cpus.get()) * u64::from(hundredths) / 100;
    Cpus::thousandths(u32::try_from(part / 250 * 250).unwrap_or(u32::MAX).max(250))
}
