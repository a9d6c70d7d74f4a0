//! A Redis memory size uses a 1000-based unit.
//!
//! # Why
//! In redis.conf the units `k`, `m` and `g` are 1000-based, while `kb`, `mb` and `gb` are 1024-based (7.0.15,
//! observed: `512m` is 512000000 bytes). Docker reads `512m` as 512 MiB, so the same suffix means two different
//! sizes in one stack.
//!
//! # Wrong
//! [redis]
//! maxmemory = "100m"
//!
//! # Right
//! [redis]
//! maxmemory = "100mb"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// Looks at the sizes that have their own keys.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    if let Some(maxmemory) = redis.maxmemory.as_ref().filter(|size| size.decimal) {
        let text = format!("{}mb", maxmemory.bytes.get() / 1_000_000);
        let finding = report
            .at(
                maxmemory,
                format!(
                    "`maxmemory` is {} bytes: `k`, `m` and `g` are 1000-based in redis.conf",
                    maxmemory.bytes.get()
                ),
            )
            .help("use `kb`, `mb` or `gb`, which are 1024-based like the other sizes in this stack");
        if maxmemory.bytes.get().is_multiple_of(1_000_000) {
            finding.fix(Fix::suggested("use the 1024-based unit").set(maxmemory, "maxmemory", text));
        }
    }
    let buffer = &redis.client_output_buffer_limit_replica;
    if buffer.hard.decimal || buffer.soft.decimal {
        report
            .at(buffer, "`k`, `m` and `g` are 1000-based in redis.conf")
            .help("use `kb`, `mb` or `gb`, which are 1024-based like the other sizes in this stack");
    }
}
