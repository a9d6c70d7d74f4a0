//! A container may not have as many processes as it is set to have.
//!
//! # Why
//! PostgreSQL has a process for each connection and each worker, Odoo one for each worker. At the limit of the
//! container (`pids` of its cgroup) the kernel refuses the next one: a client gets no connection, a worker that is
//! replaced does not come back.
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

/// Redis 7: the main thread, four of its own beside it, and a fork.
const REDIS: u64 = 6;
/// An init, the start script and a health check of a shell and two programs.
const AROUND: u64 = 5;
/// PostgreSQL 15: the postmaster, the checkpointer, the writers, the launchers and the archiver.
const POSTGRES: u64 = 7;

/// Compares the limit of each container that has one of its own with what its settings need.
pub fn check(stack: &Stack, report: &mut Report) {
    if let Some(container) = stack.postgres().container() {
        let processes = stack.postgres().processes();
        let needs = processes.fold(Sum::of_counts(), |sum, (name, count)| sum.plus(*count, name));
        compare(container, needs.plus(POSTGRES, "the server's own"), report);
    }
    // Every node has the limit of the master, every sentinel that of the first.
    let sentinel = stack.active_sentinel().and_then(|(_, sentinel)| sentinel.containers.first());
    for container in stack.redis().into_iter().map(|redis| &redis.master.container).chain(sentinel) {
        compare(container, Sum::of_counts().plus(REDIS, "threads and a fork"), report);
    }
    let routers = stack.redis().into_iter().filter_map(|redis| redis.router.as_ref());
    if let Some(router) = routers.flat_map(|router| &router.containers).next() {
        compare(router, Sum::of_counts().plus(1, "its thread"), report);
    }
    let needs = Sum::of_counts().plus(stack.odoo().processes(), "Odoo's processes").plus(1, "the one that starts them");
    compare(&stack.odoo().container, needs, report);
}

fn compare(container: &Container, needs: Sum, report: &mut Report) {
    let pids = &container.resources.pids;
    let sum = needs.plus(AROUND, "an init and a health check");
    if !container.active || sum.total() <= u64::from(**pids) {
        return;
    }
    let name = container.service.map(ServiceName::host);
    report
        .at(pids, format!("`{}` may have {} processes and threads, and needs {}", *name, **pids, sum.total()))
        .help("leave `pids` out, or set a higher one")
        .fix(Fix::suggested("allow as many as are needed").set(pids, "pids", sum.total()))
        .sum(sum.against(u64::from(**pids), "the container's limit"));
}
