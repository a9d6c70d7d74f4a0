//! Sentinel needs commands that have another name, CONFIG before all.
//!
//! # Why
//! After each change of roles Sentinel sends `CONFIG REWRITE`, so that a node keeps its role over a
//! restart (redis 7.0.15, sentinel.c). Where the command has another name or none, a node that restarts
//! comes back in its old role. And with SLAVEOF, CLIENT, INFO, PING, EXEC, SUBSCRIBE or PUBLISH taken out
//! there was no failover when the master died (7.0.15, observed, each by itself).
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

/// Commands that Sentinel sends, and without which it does not do its work.
const NEEDED: [&str; 8] = ["CONFIG", "SLAVEOF", "CLIENT", "INFO", "PING", "EXEC", "SUBSCRIBE", "PUBLISH"];

/// Looks for them among the renamed commands wherever sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    let needed = |name: &str| NEEDED.iter().find(|needed| needed.eq_ignore_ascii_case(name));
    for (name, to) in &redis.renamed {
        let Some(command) = needed(name.as_str()) else { continue };
        let how = if to.as_str().is_empty() { "removed" } else { "renamed" };
        report
            .at(to, format!("`{}` is {how}, but Sentinel needs it", name.as_str()))
            .also(&sentinel.count, "sentinels run")
            .help(format!("leave {command} its name"))
            .fix(Fix::suggested(&format!("leave {command} its name")).remove(to));
    }
}
