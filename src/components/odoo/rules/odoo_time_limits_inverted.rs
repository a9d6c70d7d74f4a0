//! The limit of real time is below that of CPU time.
//!
//! # Why
//! A request cannot use more CPU time than passes: with `limit_time_real` below `limit_time_cpu` the
//! second has no effect, and a request that waits for the database is killed early. Without workers Odoo
//! does not look at `limit_time_cpu`.
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
        .at(&real, format!("limit_time_real of {} s is below limit_time_cpu of {} s", *real, *cpu))
        .also_all([(&cpu, "the limit of CPU time".to_owned())])
        .help("twice the limit of CPU time is usual");
}
