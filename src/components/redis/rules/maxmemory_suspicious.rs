//! A maxmemory of a few bytes.
//!
//! # Why
//! A number without a unit is bytes: `512` is 512 bytes, and Redis takes it without a word (7.0.15,
//! observed). Below 1 MiB there is no room for a single client.
//!
//! # Wrong
//! [redis]
//! maxmemory = "512"
//!
//! # Right
//! [redis]
//! maxmemory = "128mb"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Less holds no data worth a server.
const LEAST: Bytes = Bytes::mib(1);

/// Compares maxmemory with the least; 0 is no bound at all, which is for another rule.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(maxmemory) = stack.redis().and_then(|redis| redis.maxmemory.as_ref()) else { return };
    if maxmemory.bytes > Bytes::new(0) && maxmemory.bytes < LEAST {
        report
            .at(maxmemory, format!("a maxmemory of {} holds no data", maxmemory.bytes.human()))
            .help("write the unit: `512mb` is 512 MiB");
    }
}
