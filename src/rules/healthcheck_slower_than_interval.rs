//! The timeout of a health check is not shorter than its interval.
//!
//! # Why
//! Docker starts the next check only when the last one has ended. If the timeout is as long as the interval or
//! longer, a service that hangs is noticed later than the interval suggests.
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
                format!(
                    "a check may take up to {}, but the next one is due after {}",
                    timeout.human(),
                    interval.human()
                ),
            )
            .also_all([(interval, "the interval".to_owned())])
            .help("lower `timeout`, or raise `interval`");
    }
}
