//! Sentinel needs the command CONFIG.
//!
//! # Why
//! After each change of roles Sentinel sends `CONFIG REWRITE`, so that a node keeps its role over a
//! restart (redis 7.0.15, sentinel.c). Where the command has another name or none, a node that restarts
//! comes back in its old role.
//!
//! # Wrong
//! [redis]
//! rename_commands = { CONFIG = "" }
//!
//! # Right
//! [redis]
//! rename_commands = { FLUSHALL = "" }

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Looks for CONFIG among the renamed commands wherever sentinels run.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    for (name, to) in redis.renamed.iter().filter(|(name, _)| name.as_str().eq_ignore_ascii_case("config")) {
        let how = if to.as_str().is_empty() { "removed" } else { "renamed" };
        report
            .at(to, format!("`{}` is {how}, but Sentinel needs it", name.as_str()))
            .also(&sentinel.count, "sentinels run")
            .help("leave CONFIG its name")
            .fix(Fix::suggested("leave CONFIG its name").remove(to));
    }
}
