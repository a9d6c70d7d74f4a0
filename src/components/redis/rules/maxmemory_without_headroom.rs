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

use crate::components::redis::Redis;
use crate::rule::prelude::*;
use crate::units::RedisSize;

pub const SEVERITY: Severity = Warning;

/// Hundredths of maxmemory at the peak: with a fork, and without.
const WITH_FORK: u64 = 250;
const WITHOUT_FORK: u64 = 200;

const MIB: u64 = Bytes::mib(1).get();

fn buffers(redis: &Redis) -> Bytes {
    if redis.replicas_with(&redis.master) { redis.client_output_buffer_limit_replica.hard.bytes } else { Bytes::new(0) }
}

/// The buffers that count in some mode: replicas count wherever they are declared.
fn buffers_in_every_mode(redis: &Redis) -> Bytes {
    if redis.replicas.is_empty() { Bytes::new(0) } else { redis.client_output_buffer_limit_replica.hard.bytes }
}

/// The limit with room for the peak in every mode, in whole MiB.
pub(super) fn safe_in_every_mode(redis: &Redis) -> Bytes {
    Bytes::new(peak(redis, buffers_in_every_mode(redis)).total()).whole_mib()
}

/// The largest maxmemory, in whole MiB, that leaves room for the peak in every mode; nothing where the
/// limit has no room for data.
pub(super) fn largest(redis: &Redis, limit: Bytes) -> Option<Bytes> {
    let (hundredths, _) = factor(redis);
    let fixed = super::maxmemory_exceeds_limit::EMPTY.saturating_add(buffers_in_every_mode(redis));
    let data = u128::from(limit.get().saturating_sub(fixed.get())) * 100 / u128::from(hundredths);
    let whole = u64::try_from(data).ok()? / MIB * MIB;
    (whole > 0).then_some(Bytes::new(whole))
}

/// The peak in hundredths of maxmemory, and whether a fork is in it.
fn factor(redis: &Redis) -> (u64, bool) {
    let forks = *redis.persistence.aof || !redis.persistence.rdb.is_empty();
    (if forks { WITH_FORK } else { WITHOUT_FORK }, forks)
}

/// What is needed at the peak, with so much for the buffers of replicas.
fn peak(redis: &Redis, buffers: Bytes) -> Sum {
    let maxmemory = redis.maxmemory.as_ref().map_or(Bytes::new(0), |maxmemory| maxmemory.bytes);
    let (hundredths, forks) = factor(redis);
    let what = if forks { "2.5 x maxmemory" } else { "2 x maxmemory" };
    let why = if forks { "with a fork for persistence" } else { "without persistence" };
    let sum = Sum::of_sizes()
        .plus(maxmemory.percent(hundredths).get(), format!("{what}, {}, {why}", maxmemory.human()))
        .plus(super::maxmemory_exceeds_limit::EMPTY.get(), "an empty instance");
    if buffers == Bytes::new(0) {
        sum
    } else {
        sum.plus(buffers.get(), "output buffer of the replicas, its hard limit")
    }
}

/// What to do about maxmemory where the limit stays.
pub(super) fn lower(redis: &Redis, limit: Bytes) -> String {
    largest(redis, limit).map_or_else(
        || "take data elsewhere: the limit has no room for any".to_owned(),
        |most| format!("lower maxmemory to {}mb", most.get() / MIB),
    )
}

/// Raises a limit to the one with room for the peak; where the host has no room for that in each node, lowers maxmemory.
pub(super) fn mend(stack: &Stack, redis: &Redis, maxmemory: &At<RedisSize>, limit: &At<Bytes>) -> Option<Fix> {
    let safe = safe_in_every_mode(redis);
    let all = stack.containers().filter_map(|container| container.resources.memory.as_ref());
    let raised = |of: &At<Bytes>| if of.span() == limit.span() { safe.get() } else { of.get() };
    let sum = all.map(raised).fold(0_u64, u64::saturating_add);
    if stack.host.as_ref().is_none_or(|host| sum <= host.memory.percent(90).get()) {
        return Some(Fix::suggested("raise the limit").set(limit, "memory", safe));
    }
    let most = largest(redis, **limit)?;
    Some(Fix::suggested("lower maxmemory").set(maxmemory, "maxmemory", most))
}

/// Compares the peak with the limit, unless a full instance is over it already.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let (Some(maxmemory), Some(limit)) = (&redis.maxmemory, &redis.master.container.resources.memory) else { return };
    // A maxmemory of nothing, or of a few bytes, is for other rules.
    if maxmemory.bytes < Bytes::mib(1) {
        return;
    }
    let sum = peak(redis, buffers(redis));
    if super::maxmemory_exceeds_limit::is_over(maxmemory, **limit) || sum.total() <= limit.get() {
        return;
    }
    let (needed, shown) = sum.versus(limit.get());
    let with_buffers = buffers(redis) > Bytes::new(0);
    report
        .at(limit, format!("Redis may take {needed} at its peak, its limit is {shown}"))
        .here(limit, "the container's limit")
        .also(maxmemory, "the data's limit")
        .also_all(with_buffers.then_some((&redis.client_output_buffer_limit_replica, "buffers come on top".to_owned())))
        .help(format!("raise the limit to {}, or {}", safe_in_every_mode(redis).human(), lower(redis, **limit)))
        .sum(sum.against(limit.get(), "the container's limit"))
        .fix_if(mend(stack, redis, maxmemory, limit));
}
