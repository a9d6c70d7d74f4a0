//! `limit_time_real` is below `limit_time_cpu`.
//!
//! # Why
//! A request cannot use more CPU time than the real time that passes. If `limit_time_real` is below
//! `limit_time_cpu`, the CPU time limit has no effect, and a request that waits for the database is killed early.
//! Without workers, Odoo ignores `limit_time_cpu`, and the rule reports nothing.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_time_real = 30
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_time_cpu = 60
//! limit_time_real = 120

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the two limits wherever both count.
pub fn check(stack: &Stack, report: &mut Report) {
    let (Some(cpu), Some(real)) = (stack.odoo().number("limit_time_cpu"), stack.odoo().number("limit_time_real"))
    else {
        return;
    };
    if *real >= *cpu || *stack.odoo().workers() == 0 {
        return;
    }
    report
        .at(&real, format!("`limit_time_real` of {} s is below `limit_time_cpu` of {} s", *real, *cpu))
        .also_all([(&cpu, "the CPU time limit".to_owned())])
        .help("set `limit_time_real` to about twice `limit_time_cpu`");
}
