//! The defaults of routers, each with its reason.

use crate::components::defaults::{DROPPED, Usual, UsualTimes};
use crate::units::{Bytes, Cpus};

defaults! {
    router_memory: Bytes = Bytes::mib(128), "enough for 1000 connections, with a margin";
    router_cpus: Cpus = Cpus::thousandths(500), "it only forwards bytes";
}

/// HAProxy. Its image does not run as root (docker-library/haproxy, since 2.4).
pub(in crate::components) const ROUTER: Usual = Usual {
    times: UsualTimes(5, 4, 3, 90),
    cap_drop: DROPPED,
    cap_add: (&[], "the image does not run as root"),
    pids: (64, "one thread, and the health checks"),
    stop_grace_period: (10, "it closes its connections after 5 s"),
};
