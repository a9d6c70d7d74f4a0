//! The defaults of Redis and Sentinel, each with its reason.

use crate::components::defaults::{DROPPED, Usual, UsualTimes};
use crate::input::Capability;
use crate::units::{Bytes, Cpus};

defaults! {
    min_replicas: u32 = 0, "Redis's own default";
    diskless_sync_delay: u32 = 1, "with Redis's own default, 5 s, a new master accepts writes later";

    sentinel_memory: Bytes = Bytes::mib(64), "a sentinel holds no data";
    sentinel_cpus: Cpus = Cpus::thousandths(100), "a sentinel only sends pings";
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
    cap_add: (REDIS_CAPABILITIES, "needed by the image's start script, and by the init process to stop the server"),
    pids: (256, "its threads, a fork and the health checks"),
    stop_grace_period: (30, "Redis waits 10 s for its replicas, then saves"),
};
/// Valkey: `/data` of its image is sticky (valkey-io/valkey-container, Dockerfile of 8.1), so that even root needs a
/// capability to replace a file of the server's there.
pub(in crate::components) const VALKEY: Usual = Usual {
    cap_add: (
        VALKEY_CAPABILITIES,
        "needed by the start scripts of the image and of stackgen, and by the init process to stop the server",
    ),
    ..REDIS
};
