//! The init process cannot signal the server to stop.
//!
//! # Why
//! With `init = true`, PID 1 is tini, which runs as root, while the server runs as another user. Without the
//! `KILL` capability tini may not signal that process: it exits with an error (tini 0.19, observed) and the server
//! is killed with its container. A database then has to recover at its next start, and Redis loses the writes that
//! it had not saved.
//!
//! # Wrong
//! [postgres]
//! security = { cap_add = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"] }
//!
//! # Right
//! [postgres]
//! security = { cap_add = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"] }

use crate::components::redis::Redis;
use crate::input::Capability;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at the containers whose images start as root and switch to another user.
pub fn check(stack: &Stack, report: &mut Report) {
    let redis = stack.redis().into_iter().flat_map(Redis::electors);
    for container in stack.postgres().container().into_iter().chain(redis).filter(|container| container.active) {
        let security = &container.security;
        let has_kill = [Capability::All, Capability::Kill];
        let kept = security.cap_add.iter().any(|one| has_kill.contains(one));
        let dropped = security.cap_drop.iter().any(|one| has_kill.contains(one));
        if *container.init && dropped && !kept {
            let place = if security.cap_add.is_written() { &security.cap_add } else { &security.cap_drop };
            report
                .at(place, "the init process cannot signal the server to stop: the server is killed instead")
                .help("add `KILL` to `cap_add`, or set `init = false`");
        }
    }
}
