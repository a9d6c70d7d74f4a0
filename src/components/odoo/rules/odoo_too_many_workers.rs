//! Odoo has more workers than its CPUs can serve.
//!
//! # Why
//! Odoo's deployment guide recommends at most 2 x CPUs + 1 workers. With more, the workers wait for each other,
//! while each of them takes memory and database connections.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 6
//! max_cron_threads = 1
//! db_maxconn = 8
//! limit_memory_soft = "512 MiB"
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 5
//! max_cron_threads = 1
//! db_maxconn = 8
//! limit_memory_soft = "512 MiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the workers with the CPUs of the container, or of the host.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let workers = odoo.workers();
    let of_host = stack.host.as_ref().map(|host| &host.cpus);
    let Some(cpus) = odoo.container.resources.cpus.as_ref().or(of_host) else { return };
    let most = u64::from(cpus.get()) * 2 / 1000 + 1;
    if *workers <= most {
        return;
    }
    let is = if cpus.get().is_multiple_of(500) { " =" } else { ", rounded down, is" };
    report
        .at(&workers, format!("{} workers on {}, but Odoo recommends at most {most}", *workers, cpus.human()))
        .also(cpus, "the CPUs")
        .help(format!("use fewer workers or more CPUs: 2 x {} + 1{is} {most}", cpus.decimal()))
        .fix(Fix::suggested("use fewer workers").set(&workers, "workers", most));
}
