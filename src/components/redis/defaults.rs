//! The defaults of Redis and Sentinel, each with its reason.

use crate::components::defaults::{DROPPED, Usual, UsualTimes};
use crate::input::Capability;
use crate::units::{Bytes, Cpus};

defaults! {
    min_replicas: u32 = 0, "Redis's own";
    diskless_sync_delay: u32 = 1, "with Redis's own 5 s a new master waits so long for its replicas before it accepts writes";

    sentinel_memory: Bytes = Bytes::mib(64), "a sentinel holds no data";
    sentinel_cpus: Cpus = Cpus::thousandths(100), "a sentinel only pings";
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
