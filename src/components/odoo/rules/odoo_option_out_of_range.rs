//! A numeric option of odoo.conf is out of range.
//!
//! # Why
//! Odoo accepts any whole number, even one that makes no sense. A pool of `-5` connections becomes a pool of 1.
//! With `limit_request = 0` a worker ends before its first request. With `limit_time_cpu = 0` or
//! `limit_time_real = 0` it is killed as it starts. With 2560 bytes of memory, where 2560 MiB were meant, no
//! process can start (Odoo 19.0, `service/server.py`, `sql_db.py`).
//!
//! # Wrong
//! [odoo.options]
//! workers = -4
//!
//! # Right
//! [odoo.options]
//! workers = 0

use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// The lowest limit that is accepted: a process needs more than this to start Python.
const LEAST_MEMORY: i64 = 128 << 20;

/// The numbers that an option accepts.
enum Range {
    /// At least this number.
    From(i64),
    /// At least this number, if there are worker processes.
    FromWithWorkers(i64),
    /// A port.
    Port,
    /// 0 for no limit, or enough memory for a process to run.
    Memory,
}

/// The range of an option; by default at least 0.
fn range(name: &str) -> Range {
    match name {
        "db_maxconn" | "websocket_rate_limit_burst" => Range::From(1),
        "limit_request" | "limit_time_cpu" | "limit_time_real" => Range::FromWithWorkers(1),
        "limit_time_real_cron" | "limit_time_worker_cron" => Range::From(-1),
        "smtp_port" | "db_port" | "db_replica_port" => Range::Port,
        _ if name.starts_with("limit_memory_") => Range::Memory,
        _ => Range::From(0),
    }
}

/// Looks at every option that is written and is a number.
pub fn check(stack: &Stack, report: &mut Report) {
    let workers = stack.odoo().options.get("workers");
    let has_workers = matches!(workers.map(|value| &**value), Some(OdooValue::Integer(number)) if *number > 0);
    for (name, value) in stack.odoo().options.iter().filter(|(_, value)| value.is_written()) {
        let OdooValue::Integer(number) = **value else { continue };
        let (fits, bound) = match range(name) {
            Range::From(least) => (number >= least, format!("a value of at least {least}")),
            Range::FromWithWorkers(least) if has_workers => (number >= least, format!("a value of at least {least}")),
            Range::FromWithWorkers(_) => (number >= 0, "a value of at least 0".to_owned()),
            Range::Port => ((1..=65535).contains(&number), "a port from 1 to 65535".to_owned()),
            Range::Memory => {
                let fits = number == 0 || number >= LEAST_MEMORY;
                (fits, "a size of at least 128 MiB, written with its unit, or 0 for no limit".to_owned())
            }
        };
        if fits {
            continue;
        }
        let mut finding = report.at(value, format!("`{name}` cannot be {number}")).help(format!("use {bound}"));
        if let (Range::Memory, 256..=65536) = (range(name), number) {
            finding = finding.help(format!("write \"{number} MiB\": a number without a unit is in bytes"));
            finding.fix(Fix::suggested("use mebibytes").set(value, name, format!("{number} MiB")));
        }
    }
}
