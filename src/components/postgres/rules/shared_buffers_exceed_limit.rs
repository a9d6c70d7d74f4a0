//! The buffers of PostgreSQL do not fit into its container.
//!
//! # Why
//! `shared_buffers` is taken at the start and kept. At the limit of the container the server cannot run
//! at all; above 40 % of it little is left for queries and for the cache of the system, on which
//! PostgreSQL relies (PostgreSQL 15, 20.4.1: more than 40 % of memory is unlikely to work better).
//!
//! # Wrong
//! [postgres.settings]
//! shared_buffers = "1 GiB"
//!
//! # Right
//! [postgres.settings]
//! shared_buffers = "256 MiB"

use crate::rule::prelude::*;

/// Its findings stop a build; below the limit they are warnings.
pub const SEVERITY: Severity = Error;

/// Hundredths of the limit above which more buffers do not help.
const MOST: u64 = 40;

/// Whether the buffers alone fill the container.
pub(super) fn fills(stack: &Stack) -> bool {
    let limit = stack.postgres().container().and_then(|container| container.resources.memory.as_ref());
    let buffers = stack.postgres().number("shared_buffers");
    limit.zip(buffers).is_some_and(|(limit, buffers)| *buffers >= limit.get())
}

/// Compares the buffers with the limit.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(limit) = stack.postgres().container().and_then(|container| container.resources.memory.as_ref()) else {
        return;
    };
    let Some(buffers) = stack.postgres().number("shared_buffers") else { return };
    let (size, most) = (Bytes::new(*buffers), limit.percent(MOST));
    let finding = if fills(stack) {
        let message = format!("shared_buffers of {} fill the container's {}", size.human(), limit.human());
        report.at(&buffers, message)
    } else if size > most {
        let message =
            format!("shared_buffers of {} are more than {MOST} % of the container's {}", size.human(), limit.human());
        report.at(&buffers, message).severity(Warning)
    } else {
        return;
    };
    finding
        .also(limit, "the container's limit")
        .help(format!("a quarter of the limit is usual: {}", limit.percent(25).human()));
}
