//! A master that restarts empty empties its replicas.
//!
//! # Why
//! Without a snapshot or an append-only file a master that is started again has no data, and its
//! replicas copy that: everything is lost on every node (Redis documentation, replication). A restart
//! policy does just that, often before the sentinels have noticed.
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
        .at(&redis.persistence.aof, "a master that restarts empty empties its replicas")
        .here(&redis.persistence.aof, "nothing is kept on disk")
        .also_all([(restart, format!("it is restarted: {}", restart.as_str()))])
        .help("keep the append-only file, or snapshots by `rdb`")
        .fix(Fix::suggested("keep the append-only file").set(&redis.persistence.aof, "aof", true));
}
