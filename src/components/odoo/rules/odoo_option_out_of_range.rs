//! An option of odoo.conf that has a number which it cannot have.
//!
//! # Why
//! Odoo takes any whole number: a pool of `-5` connections is one of 1, a worker with `limit_request = 0` ends before its
//! first request, with `limit_time_cpu = 0` or `limit_time_real = 0` it is killed as it starts, and with 2560 bytes of
//! memory, which were meant to be MiB, no process can start (Odoo 19.0, `service/server.py`, `sql_db.py`).
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

/// The least that a process needs to start Python: more than this, in any case.
const LEAST_MEMORY: i64 = 128 << 20;

/// What an option can have.
enum Range {
    /// At least so much.
    From(i64),
    /// At least so much, where there are worker processes.
    FromWithWorkers(i64),
    /// A port.
    Port,
    /// Nothing for no limit, or what a process can run in.
    Memory,
}

/// What is known of an option; any other number is at least 0.
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
            Range::From(least) => (number >= least, format!("{least} or more")),
            Range::FromWithWorkers(least) if has_workers => (number >= least, format!("{least} or more")),
            Range::FromWithWorkers(_) => (number >= 0, "0 or more".to_owned()),
            Range::Port => ((1..=65535).contains(&number), "1 to 65535".to_owned()),
            Range::Memory => {
                let fits = number == 0 || number >= LEAST_MEMORY;
                (fits, "a size with its unit, 128 MiB or more; 0 for no limit".to_owned())
            }
        };
        if fits {
            continue;
        }
        let mut finding = report.at(value, format!("`{name}` cannot be {number}")).help(format!("it is {bound}"));
        if let (Range::Memory, 256..=65536) = (range(name), number) {
            finding = finding.help(format!("a number alone is bytes: write \"{number} MiB\""));
            finding.fix(Fix::suggested("mebibytes").set(value, name, format!("{number} MiB")));
        }
    }
}
