//! How much of its container's memory Redis needs (redis-server 7.0.15, measured), and the values that fit.

use crate::components::redis::Redis;
use crate::finding::{Fix, Sum};
use crate::model::Stack;
use crate::origin::At;
use crate::units::{Bytes, RedisSize};

/// What an empty instance needs (measured: 12.0 MB).
const EMPTY: Bytes = Bytes::mib(12);

/// Hundredths of maxmemory that a full instance needs in the mildest case measured.
const MILDEST: u64 = 113;

/// Hundredths of maxmemory at the peak: with a fork, and without.
const WITH_FORK: u64 = 250;

const WITHOUT_FORK: u64 = 200;

const MIB: u64 = Bytes::mib(1).get();

/// What a full instance needs at least.
pub(in crate::components::redis) fn full(maxmemory: &RedisSize) -> Sum {
    Sum::of_sizes()
        .plus(maxmemory.bytes.percent(MILDEST).get(), format!("1.13 x maxmemory, {}", maxmemory.bytes.human()))
        .plus(EMPTY.get(), "an empty instance")
}

/// Whether a full instance is over this limit.
pub(in crate::components::redis) fn is_over(maxmemory: &RedisSize, limit: Bytes) -> bool {
    full(maxmemory).total() > limit.get()
}

pub(in crate::components::redis) fn buffers(redis: &Redis) -> Bytes {
    if redis.replicas_with(&redis.master) { redis.client_output_buffer_limit_replica.hard.bytes } else { Bytes::new(0) }
}

/// The buffers that count in some mode: replicas count wherever they are declared.
fn buffers_in_every_mode(redis: &Redis) -> Bytes {
    if redis.replicas.is_empty() { Bytes::new(0) } else { redis.client_output_buffer_limit_replica.hard.bytes }
}

/// The peak in hundredths of maxmemory, and whether a fork is in it.
fn factor(redis: &Redis) -> (u64, bool) {
    let forks = *redis.persistence.aof || !redis.persistence.rdb.is_empty();
    (if forks { WITH_FORK } else { WITHOUT_FORK }, forks)
}

/// What is needed at the peak, with so much for the buffers of replicas.
pub(in crate::components::redis) fn peak(redis: &Redis, buffers: Bytes) -> Sum {
    let maxmemory = redis.maxmemory.as_ref().map_or(Bytes::new(0), |maxmemory| maxmemory.bytes);
    let (hundredths, forks) = factor(redis);
    let what = if forks { "2.5 x maxmemory" } else { "2 x maxmemory" };
    let why = if forks { "with a fork for persistence" } else { "without persistence" };
    let sum = Sum::of_sizes()
        .plus(maxmemory.percent(hundredths).get(), format!("{what}, {}, {why}", maxmemory.human()))
        .plus(EMPTY.get(), "an empty instance");
    if buffers == Bytes::new(0) { sum } else { sum.plus(buffers.get(), "hard limit of the replicas' output buffer") }
}

/// The limit with room for the peak in every mode, in whole MiB.
pub(in crate::components::redis) fn safe_in_every_mode(redis: &Redis) -> Bytes {
    Bytes::new(peak(redis, buffers_in_every_mode(redis)).total()).whole_mib()
}

/// The largest maxmemory, in whole MiB, that leaves room for the peak in every mode; none if the limit has no room
/// for data.
pub(in crate::components::redis) fn largest(redis: &Redis, limit: Bytes) -> Option<Bytes> {
    let (hundredths, _) = factor(redis);
    let fixed = EMPTY.saturating_add(buffers_in_every_mode(redis));
    let data = u128::from(limit.get().saturating_sub(fixed.get())) * 100 / u128::from(hundredths);
    let whole = u64::try_from(data).ok()? / MIB * MIB;
    (whole > 0).then_some(Bytes::new(whole))
}

/// What to do about maxmemory where the limit stays.
pub(in crate::components::redis) fn lower(redis: &Redis, limit: Bytes) -> String {
    largest(redis, limit).map_or_else(
        || "move the data elsewhere: the limit leaves no room for data".to_owned(),
        |most| format!("lower `maxmemory` to {}mb", most.get() / MIB),
    )
}

/// Raises the limit so that it has room for the peak. If the host has no room for that in each node, lowers
/// maxmemory.
pub(in crate::components::redis) fn mend(
    stack: &Stack,
    redis: &Redis,
    maxmemory: &At<RedisSize>,
    limit: &At<Bytes>,
) -> Option<Fix> {
    let safe = safe_in_every_mode(redis);
    let all = stack.containers().filter_map(|container| container.resources.memory.as_ref());
    let raised = |of: &At<Bytes>| if of.span() == limit.span() { safe.get() } else { of.get() };
    let sum = all.map(raised).fold(0_u64, u64::saturating_add);
    if stack.host.as_ref().is_none_or(|host| sum <= host.memory.percent(90).get()) {
        return Some(Fix::suggested("raise the limit").set(limit, "memory", safe));
    }
    let most = largest(redis, **limit)?;
    Some(Fix::suggested("lower `maxmemory`").set(maxmemory, "maxmemory", most))
}
