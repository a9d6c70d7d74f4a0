//! A setting does not exist in the server's version.
//!
//! # Why
//! PostgreSQL and Redis do not start with a setting that they do not know. Settings are added and removed between
//! versions. The tables of settings come from the servers themselves (PostgreSQL 13 to 18, Redis 6.2 to 8.0, Valkey
//! 8.1 and 9.1).
//!
//! # Wrong
//! [postgres]
//! settings = { transaction_timeout = "1m" }
//!
//! # Right
//! [postgres]
//! settings = { statement_timeout = "1m" }

use crate::components::postgres::table::{postgres_setting, postgres_settings, postgres_versions};
use crate::components::redis::redis_servers;
use crate::components::redis::table::{REDIS_RENAMED, redis_directives};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "the server does not start";

/// The name of a setting in other versions (PostgreSQL's release notes, confirmed by the servers).
const INSTEAD: [(&str, &str); 2] =
    [("force_parallel_mode", "debug_parallel_query"), ("debug_parallel_query", "force_parallel_mode")];

/// Compares each setting with the table of its version.
pub fn check(stack: &Stack, report: &mut Report) {
    postgres(stack, report);
    redis(stack, report);
}

fn postgres(stack: &Stack, report: &mut Report) {
    let version = stack.postgres().version();
    for (name, value) in &stack.postgres().settings {
        let Some(settings) = postgres_settings().get(name.as_str()) else { continue };
        let (None, Some(versions)) = (postgres_setting(name, version), postgres_versions(settings)) else { continue };
        let message = format!("`{name}` is a setting of PostgreSQL {versions}, not of {version}");
        let mut finding = report.at(value, message).in_key();
        if let Some(release) = &stack.postgres().release {
            finding = finding.also(&release.image, &format!("PostgreSQL {version}"));
        }
        match INSTEAD.iter().find(|(gone, _)| gone == name) {
            Some((_, new)) if postgres_setting(new, version).is_some() => finding
                .help(format!("use `{new}`, its name in PostgreSQL {version}"))
                .fix(Fix::suggested("use the name of this version").rename(value, new)),
            _ => finding.help("remove it").fix(Fix::suggested("remove the setting").remove(value)),
        };
    }
}

fn redis(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let servers = redis_servers(&redis.release);
    let knows = |name: &str| {
        redis_directives().get(name).is_some_and(|of| of.servers.iter().any(|server| servers.contains(server)))
    };
    let version = redis.release.version().map(|version| version.to_string()).unwrap_or_default();
    let program = format!("{} {version}", redis.release.program);
    for (name, value) in redis.settings.iter().filter(|(name, _)| !knows(name)) {
        let Some(directive) = redis_directives().get(name.as_str()) else { continue };
        let others: Vec<String> = directive.servers.iter().map(|server| program_of(server)).collect();
        let message = format!("`{name}` is a directive of {}, not of {program}", others.join(", "));
        let finding = report.at(value, message).in_key().also(&redis.release.image, &program);
        let pair = REDIS_RENAMED.iter().find(|(old, new)| old == name || new == name);
        match pair.map(|(old, new)| if old == name { *new } else { *old }).filter(|other| knows(other)) {
            Some(other) => finding
                .help(format!("use `{other}`, its name in this version"))
                .fix(Fix::suggested("use the name of this version").rename(value, other)),
            None => finding.help("remove it").fix(Fix::suggested("remove the setting").remove(value)),
        };
    }
}

/// A server of the table, as people call it.
fn program_of(server: &str) -> String {
    server.strip_prefix('v').map_or_else(|| format!("Redis {server}"), |version| format!("Valkey {version}"))
}
