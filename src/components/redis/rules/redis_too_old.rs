//! The Redis version is too old for the generated files.
//!
//! # Why
//! The generated files refer to the nodes by host name. Replicas and sentinels support host names since Redis 6.2
//! (`sentinel resolve-hostnames`); an older Sentinel does not start with the generated file.
//!
//! # Wrong
//! [redis]
//! image = "redis:6.0-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [redis]
//! image = "redis:7-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the version with the oldest one.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(release) = stack.redis().map(|redis| &redis.release) else { return };
    let (Some(version), Some(oldest)) = (release.too_old(), release.known.first()) else { return };
    let message = format!("{} {version} is too old: the generated files need at least {oldest}", release.program);
    let finding = report.at(&release.place(), message);
    let newest = release.newest().map(|version| version.to_string()).unwrap_or_default();
    finding.help(format!("use a version from {oldest} to {newest}"));
}
