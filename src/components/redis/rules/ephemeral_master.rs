//! A master that restarts without data empties its replicas.
//!
//! # Why
//! Without snapshots or an append-only file, a restarted master has no data. Its replicas copy that empty state,
//! and the data is lost on every node (Redis documentation, replication). A restart policy restarts the master
//! automatically, often before the sentinels notice that it was down.
//!
//! # Wrong
//! [redis]
//! persistence = { aof = false }
//!
//! # Right
//! [redis]
//! persistence = { aof = true }

use crate::input::Restart;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at persistence wherever replicas run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis().filter(|redis| redis.active_replicas().next().is_some()) else { return };
    let restart = &redis.master.container.restart;
    if *redis.persistence.aof || !redis.persistence.rdb.is_empty() || **restart == Restart::No {
        return;
    }
    report
        .at(&redis.persistence.aof, "a master that restarts without data empties its replicas")
        .here(&redis.persistence.aof, "nothing is saved to disk")
        .also_all([(restart, format!("restart policy: {}", restart.as_str()))])
        .help("enable the append-only file with `aof = true`, or snapshots with `rdb`")
        .fix(Fix::suggested("enable the append-only file").set(&redis.persistence.aof, "aof", true));
}
