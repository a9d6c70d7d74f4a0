//! A command that the deployment itself sends is renamed.
//!
//! # Why
//! With a password, every client sends `AUTH` first. The health check sends `PING`, and the router finds the
//! master with `ROLE`. If one of these commands is renamed or disabled, Redis answers `unknown command`: the
//! container never becomes healthy, or the router finds no master (Redis 7.0.15, HAProxy 2.6, observed). Replicas
//! work without `PSYNC` and `REPLCONF` (observed as well).
//!
//! # Wrong
//! [redis]
//! rename_commands = { AUTH = "" }
//!
//! # Right
//! [redis]
//! rename_commands = { FLUSHALL = "" }

use crate::components::redis::Redis;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Who sends a command in this deployment.
fn sender(redis: &Redis, command: &str) -> Option<&'static str> {
    let routed = redis.router.as_ref().is_some_and(|router| router.containers.iter().any(|of| of.active));
    match command {
        "AUTH" if redis.password.is_some() => Some("every client with the password"),
        "PING" => Some("the health check"),
        "ROLE" if routed => Some("the router"),
        _ => None,
    }
}

/// Looks for them among the renamed commands. Another rule reports what Sentinel needs.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    for (name, to) in &redis.renamed {
        let command = name.as_str().to_ascii_uppercase();
        let Some(sender) = sender(redis, &command) else { continue };
        // The same line would be reported twice.
        if command == "PING" && stack.active_sentinel().is_some() {
            continue;
        }
        let how = if to.as_str().is_empty() { "disabled" } else { "renamed" };
        report
            .at(to, format!("`{}` is {how}, but {sender} sends it", name.as_str()))
            .help(format!("keep the original name of `{command}`"))
            .fix(Fix::suggested(&format!("restore the name `{command}`")).remove(to));
    }
}
