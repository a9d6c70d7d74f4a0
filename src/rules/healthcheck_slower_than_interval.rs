//! A health check takes longer than the time between two of them.
//!
//! # Why
//! Docker starts the next check when the last one has ended: with a timeout of the interval or more, a
//! service that hangs is noticed later than the interval says.
//!
//! # Wrong
//! [postgres]
//! healthcheck = { interval = "5s", timeout = "5s" }
//!
//! # Right
//! [postgres]
//! healthcheck = { interval = "10s", timeout = "5s" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the two times of each service; all nodes of Redis share one table.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut reported = Vec::new();
    for container in stack.active() {
        let (interval, timeout) = (&container.health.interval, &container.health.timeout);
        let place = (timeout.span(), interval.span());
        if **timeout < **interval || reported.contains(&place) {
            continue;
        }
        reported.push(place);
        report
            .at(
                timeout,
                format!("a check may take {}, the next one is due after {}", timeout.human(), interval.human()),
            )
            .also_all([(interval, "the interval".to_owned())])
            .help("shorten the timeout, or lengthen the interval");
    }
}
