//! `maxmemory` is only a few bytes.
//!
//! # Why
//! A number without a unit is in bytes: `512` means 512 bytes, and Redis accepts it without a warning (7.0.15,
//! observed). Less than 1 MiB does not leave room for even a single client.
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

/// Less leaves no room for data.
const LEAST: Bytes = Bytes::mib(1);

/// Compares maxmemory with the least; 0 means no limit, which another rule reports.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(maxmemory) = stack.redis().and_then(|redis| redis.maxmemory.as_ref()) else { return };
    if maxmemory.bytes > Bytes::new(0) && maxmemory.bytes < LEAST {
        report
            .at(maxmemory, format!("a `maxmemory` of {} leaves no room for data", maxmemory.bytes.human()))
            .help("add a unit: `512mb` is 512 MiB");
    }
}
