//! `shared_buffers` is too large for the container.
//!
//! # Why
//! PostgreSQL allocates `shared_buffers` at its start and keeps it. If it reaches the container's memory limit,
//! the server cannot run at all. Above 40 % of the limit, little memory is left for queries and for the operating
//! system's cache, on which PostgreSQL relies (PostgreSQL 15, 20.4.1: more than 40 % of memory is unlikely to work
//! better).
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
        let message = format!(
            "`shared_buffers` of {} leaves no memory in a container limited to {}",
            size.human(),
            limit.human()
        );
        report.at(&buffers, message)
    } else if size > most {
        let message = format!(
            "`shared_buffers` of {} is more than {MOST} % of the container's limit of {}",
            size.human(),
            limit.human()
        );
        report.at(&buffers, message).severity(Warning)
    } else {
        return;
    };
    finding
        .also(limit, "the container's limit")
        .help(format!("set `shared_buffers` to about a quarter of the limit, {}", limit.percent(25).human()));
}
