//! Sentinels run without a replica to promote.
//!
//! # Why
//! When the master dies, Sentinel promotes a replica. If no replica runs, there is nothing to promote: the
//! sentinels notice the failure and wait.
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
        1 => "a sentinel runs, but no replica that it could promote".to_owned(),
        many => format!("{many} sentinels run, but no replica that they could promote"),
    };
    let finding = report.at(&sentinel.count, message);
    match redis.replicas.first() {
        Some(replica) => finding
            .also_all(
                replica.container.profiles.iter().map(|profile| (profile, "replicas need this profile".to_owned())),
            )
            .help("give the sentinels and the replicas the same profiles"),
        None => finding.help("add replicas with `redis.replicas.count`, or remove the sentinels"),
    };
}
