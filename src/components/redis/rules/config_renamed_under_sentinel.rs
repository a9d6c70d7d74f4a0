//! A command that Sentinel needs is renamed or disabled.
//!
//! # Why
//! Sentinel sends `CONFIG REWRITE` after each change of roles, so that a node keeps its role across a restart
//! (redis 7.0.15, sentinel.c). If `CONFIG` is renamed or disabled, a restarted node comes back in its old role.
//! Disabling any one of `SLAVEOF`, `CLIENT`, `INFO`, `PING`, `EXEC`, `SUBSCRIBE` and `PUBLISH` prevented the
//! failover after the master died (7.0.15, observed for each command separately).
//!
//! # Wrong
//! [redis]
//! rename_commands = { CONFIG = "" }
//!
//! # Right
//! [redis]
//! rename_commands = { FLUSHALL = "" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Commands that Sentinel sends and cannot work without.
const NEEDED: [&str; 8] = ["CONFIG", "SLAVEOF", "CLIENT", "INFO", "PING", "EXEC", "SUBSCRIBE", "PUBLISH"];

/// Looks for them among the renamed commands wherever sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    let needed = |name: &str| NEEDED.iter().find(|needed| needed.eq_ignore_ascii_case(name));
    for (name, to) in &redis.renamed {
        let Some(command) = needed(name.as_str()) else { continue };
        let how = if to.as_str().is_empty() { "disabled" } else { "renamed" };
        report
            .at(to, format!("`{}` is {how}, but Sentinel needs it", name.as_str()))
            .also(&sentinel.count, "Sentinel is active")
            .help(format!("keep the original name of `{command}`"))
            .fix(Fix::suggested(&format!("restore the name `{command}`")).remove(to));
    }
}
