//! A hung request can block a worker for a long time.
//!
//! # Why
//! Until it reaches its time limit, a worker that hangs serves no other request. With limits above ten times
//! Odoo's defaults (60 s of CPU time, 120 s of real time), a few hung workers can stop the whole service for the
//! better part of an hour. Without workers, each request has its own thread and does not block the others.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_time_cpu = 1200
//! limit_time_real = 2400
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_time_cpu = 600
//! limit_time_real = 1200

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// The multiple of the defaults above which a limit is long.
const TIMES: u64 = 10;
/// Odoo's defaults, in seconds.
const USUAL: [(&str, u64); 2] = [("limit_time_cpu", 60), ("limit_time_real", 120)];

/// Compares the limits of workers with ten times their defaults.
pub fn check(stack: &Stack, report: &mut Report) {
    if *stack.odoo().workers() == 0 {
        return;
    }
    for (name, usual) in USUAL {
        let Some(limit) = stack.odoo().number(name).filter(|limit| **limit > usual * TIMES) else { continue };
        report
            .at(&limit, format!("`{name}` of {} s is more than {TIMES} x Odoo's default of {usual} s", *limit))
            .help("lower it, and run long tasks as cron jobs, whose limit is `limit_time_real_cron`");
    }
}
