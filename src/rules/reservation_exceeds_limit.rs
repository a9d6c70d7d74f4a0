//! More is set aside than may be used.
//!
//! # Why
//! Docker refuses to start the container: `Minimum memory limit can not be less than memory reservation
//! limit` (20.10, observed); Compose accepts the file.
//!
//! # Wrong
//! [odoo]
//! resources = { cpus = 2, memory = "4 GiB", reserved_memory = "5 GiB" }
//!
//! # Right
//! [odoo]
//! resources = { cpus = 2, memory = "4 GiB", reserved_memory = "1 GiB" }

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Who refuses the files otherwise.
pub const REFUSED_BY: &str = "Docker refuses to start the container";

/// Compares each reservation with its limit; all nodes of Redis share one table.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut reported = Vec::new();
    for container in stack.containers() {
        let name = container.service.as_str();
        let of = &container.resources;
        if let (Some(reserved), Some(limit)) = (&of.reserved_memory, &of.memory)
            && **reserved > **limit
            && !reported.contains(&reserved.span())
        {
            reported.push(reserved.span());
            report
                .at(
                    reserved,
                    format!("{} are set aside for `{name}`, its limit is {}", reserved.human(), limit.human()),
                )
                .also(limit, "the limit")
                .help("set aside at most the limit");
        }
        if let (Some(reserved), Some(limit)) = (&of.reserved_cpus, &of.cpus)
            && **reserved > **limit
            && !reported.contains(&reserved.span())
        {
            reported.push(reserved.span());
            report
                .at(
                    reserved,
                    format!("{} are set aside for `{name}`, its limit is {}", reserved.human(), limit.human()),
                )
                .also(limit, "the limit")
                .help("set aside at most the limit");
        }
    }
}
