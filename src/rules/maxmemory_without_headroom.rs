//! Redis has no room for a fork or for its buffers.
//!
//! # Why
//! While it rewrites its files, Redis and its fork together took up to 2.5 times `maxmemory` under
//! a heavy write load; without persistence a change in the sizes of values took 2.0 times it
//! (redis-server 7.0.15, measured). The output buffers of replicas come on top: they are not
//! counted in maxmemory, and shared by all replicas.
//!
//! # Wrong
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "768 MiB" }
//!
//! # Right
//! [redis]
//! maxmemory = "512mb"
//! resources = { memory = "1536 MiB" }

use super::prelude::*;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Hundredths of maxmemory at the peak: with a fork, and without.
const WITH_FORK: u64 = 250;
const WITHOUT_FORK: u64 = 200;

fn peak(redis: &Redis) -> u64 {
    let forks = *redis.aof || !redis.snapshots.is_empty();
    if forks { WITH_FORK } else { WITHOUT_FORK }
}

fn buffers(redis: &Redis) -> Bytes {
    if redis.replicas_with(&redis.master) { redis.replica_buffer.hard.bytes } else { Bytes::new(0) }
}

/// The limit with room for the peak in every mode: replicas count wherever they are declared.
pub(super) fn safe_in_every_mode(redis: &Redis) -> Bytes {
    let hard = redis.replica_buffer.hard.bytes;
    needed(redis, if redis.replicas.is_empty() { Bytes::new(0) } else { hard })
}

/// What is needed at the peak, with so much for the buffers of replicas.
fn needed(redis: &Redis, buffers: Bytes) -> Bytes {
    let maxmemory = redis.maxmemory.as_ref().map_or(Bytes::new(0), |maxmemory| maxmemory.bytes);
    maxmemory.percent(peak(redis)).saturating_add(super::maxmemory_exceeds_limit::EMPTY).saturating_add(buffers)
}

/// Compares the peak with the limit, unless a full instance is over it already.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = &stack.redis else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    let over_already = super::maxmemory_exceeds_limit::least(redis).is_some_and(|least| least > **limit);
    let needed = needed(redis, buffers(redis));
    if over_already || needed <= **limit {
        return;
    }
    let hundredths = peak(redis);
    report
        .at(limit, format!("Redis may take {} at its peak, its limit is {}", needed.human(), limit.human()))
        .here(limit, "the container's limit")
        .also(maxmemory, "the data's limit")
        .help(format!(
            "{}.{} x {} + {} + {} of replica buffers = {}: raise the limit to it or lower maxmemory",
            hundredths / 100,
            hundredths % 100 / 10,
            maxmemory.bytes.human(),
            super::maxmemory_exceeds_limit::EMPTY.human(),
            buffers(redis).human(),
            needed.human(),
        ));
}
