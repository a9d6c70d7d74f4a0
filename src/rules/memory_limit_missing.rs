//! A service has no memory limit.
//!
//! # Why
//! A service without a memory limit can use up the memory of the host. The kernel's OOM killer then chooses which
//! process to kill, so a memory leak in one service can take down the database.
//!
//! # Wrong
//! # without odoo.resources
//! [odoo]
//! image = "odoo:19.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [odoo]
//! resources = { cpus = 2, memory = "4 GiB" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks for the limit of each active service; all Redis nodes share one table.
pub fn check(stack: &Stack, report: &mut Report) {
    let of_replica = |container: &Container| {
        let replicas = stack.redis().into_iter().flat_map(|redis| &redis.replicas);
        replicas.into_iter().any(|node| *node.container.service == *container.service)
    };
    for container in stack.active().filter(|one| one.resources.memory.is_none() && !of_replica(one)) {
        report
            .at(&container.service, format!("`{}` has no memory limit", container.service.as_str()))
            .help("set `resources = { memory = \"…\" }`");
    }
}
