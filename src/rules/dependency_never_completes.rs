//! A service waits for the completion of one that never exits.
//!
//! # Why
//! `completed` waits until the other container has exited with status 0. A server never exits, so
//! `docker compose up` waits forever. A container with the restart policy `unless-stopped` or `always` restarts
//! when it exits and repeats its work over and over (Compose Specification, `depends_on`; Docker's manual, restart
//! policies).
//!
//! # Wrong
//! [services.api]
//! depends_on = { worker = "completed" }
//! [services.worker]
//! restart = "unless-stopped"
//!
//! # Right
//! [services.api]
//! depends_on = { worker = "completed" }
//! [services.worker]
//! restart = "no"

use crate::input::{Condition, Restart};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at the dependencies of every active service.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        for (on, dependency) in container.depends_on.iter().filter(|(_, of)| of.condition == Condition::Completed) {
            let (this, that) = (container.service.as_str(), on.as_str());
            let further = stack.services().iter().find(|one| *one.container.service == *on);
            let Some(one) = further.map(|one| &one.container) else {
                if stack.container(on).is_some() {
                    report
                        .at(
                            &dependency.origin,
                            format!("`{this}` waits for the completion of `{that}`, a server that never exits"),
                        )
                        .help("use the condition `healthy` instead of `completed`");
                }
                continue;
            };
            if matches!(*one.restart, Restart::Always | Restart::UnlessStopped) {
                report
                    .at(&one.restart, format!("`{that}` restarts when it exits, but `{this}` waits for its completion"))
                    .also(&dependency.origin, "the dependency")
                    .help("use `restart = \"no\"`, or `on-failure` to retry after a failure")
                    .fix(Fix::suggested("do not restart the container").set(&one.restart, "restart", "no"));
            }
        }
    }
}
