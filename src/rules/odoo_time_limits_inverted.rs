//! The limit of real time is below that of CPU time.
//!
//! # Why
//! A request cannot use more CPU time than passes: with `limit_time_real` below `limit_time_cpu` the
//! second has no effect, and a request that waits for the database is killed early.
//!
//! # Wrong
//! [odoo.options]
//! limit_time_real = 30
//!
//! # Right
//! [odoo.options]
//! limit_time_cpu = 60
//! limit_time_real = 120

use super::prelude::*;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Compares the two limits.
pub fn check(stack: &Stack, report: &mut Report) {
    let (Some(cpu), Some(real)) = (stack.odoo.number("limit_time_cpu"), stack.odoo.number("limit_time_real")) else {
        return;
    };
    if *real >= *cpu {
        return;
    }
    report
        .at(&real, format!("limit_time_real of {} s is below limit_time_cpu of {} s", *real, *cpu))
        .also_all([(&cpu, "the limit of CPU time".to_owned())])
        .help("twice the limit of CPU time is usual");
}
