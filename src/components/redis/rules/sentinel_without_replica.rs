//! Sentinels without a replica.
//!
//! # Why
//! Sentinel promotes a replica when the master dies. Where none runs there is nothing to promote: the
//! sentinels see the death and wait.
//!
//! # Wrong
//! [redis.replicas]
//! profiles = ["ha"]
//!
//! # Right
//! [redis.replicas]
//! count = 1
//! min_replicas_to_write = 0
//! [[rules.allow]]
//! rule = "writes-lost-on-partition"
//! reason = "a cache: what is lost is made again"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["redis"];

/// Looks for a replica wherever sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    if redis.active_replicas().next().is_some() {
        return;
    }
    let message = match *sentinel.count {
        1 => "a sentinel runs, and no replica that it could promote".to_owned(),
        many => format!("{many} sentinels run, and no replica that they could promote"),
    };
    let finding = report.at(&sentinel.count, message);
    match redis.replicas.first() {
        Some(replica) => finding
            .also_all(replica.container.profiles.iter().map(|profile| (profile, "replicas run only here".to_owned())))
            .help("give sentinels and replicas the same profiles"),
        None => finding.help("add replicas, by `redis.replicas.count`, or take the sentinels out"),
    };
}
