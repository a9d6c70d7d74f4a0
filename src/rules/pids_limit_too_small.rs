//! The `pids` limit is below what the container's settings need.
//!
//! # Why
//! PostgreSQL runs one process for each connection and each background worker. Odoo runs one process for each
//! worker. When the container reaches its limit (`pids` of its cgroup), the kernel refuses to create another
//! process: a client gets no connection, and a worker that exits is not replaced.
//!
//! # Wrong
//! [postgres]
//! resources = { memory = "1 GiB", pids = 100 }
//!
//! # Right
//! [postgres]
//! resources = { memory = "1 GiB", pids = 200 }

use crate::rule::prelude::*;
use crate::units::ServiceName;

pub const SEVERITY: Severity = Error;

/// Redis 7: the main thread, four background threads, and a fork.
const REDIS: u64 = 6;
/// An init, the start script and a health check of a shell and two programs.
const AROUND: u64 = 5;
/// PostgreSQL 15: the postmaster, the checkpointer, the writers, the launchers and the archiver.
const POSTGRES: u64 = 7;

/// Compares the limit of each container that has its own limit with what its settings need.
pub fn check(stack: &Stack, report: &mut Report) {
    if let Some(container) = stack.postgres().container() {
        let processes = stack.postgres().processes();
        let needs = processes.fold(Sum::of_counts(), |sum, (name, count)| sum.plus(*count, name));
        compare(container, needs.plus(POSTGRES, "background processes of the server"), report);
    }
    // Every node has the limit of the master, every sentinel that of the first.
    let sentinel = stack.active_sentinel().and_then(|(_, sentinel)| sentinel.containers.first());
    for container in stack.redis().into_iter().map(|redis| &redis.master.container).chain(sentinel) {
        compare(container, Sum::of_counts().plus(REDIS, "Redis threads and a fork"), report);
    }
    let routers = stack.redis().into_iter().filter_map(|redis| redis.router.as_ref());
    if let Some(router) = routers.flat_map(|router| &router.containers).next() {
        compare(router, Sum::of_counts().plus(1, "the router's thread"), report);
    }
    let needs =
        Sum::of_counts().plus(stack.odoo().processes(), "Odoo's processes").plus(1, "the process that starts them");
    compare(&stack.odoo().container, needs, report);
}

fn compare(container: &Container, needs: Sum, report: &mut Report) {
    let pids = &container.resources.pids;
    let sum = needs.plus(AROUND, "init, start script and health check");
    if !container.active || sum.total() <= u64::from(**pids) {
        return;
    }
    let name = container.service.map(ServiceName::host);
    report
        .at(pids, format!("`{}` needs {} processes and threads, but its limit is {}", *name, sum.total(), **pids))
        .help("remove `pids`, or raise it")
        .fix(Fix::suggested("raise the limit").set(pids, "pids", sum.total()))
        .sum(sum.against(u64::from(**pids), "the container's limit"));
}
