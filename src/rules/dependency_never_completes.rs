//! A service waits for the end of one that does not end.
//!
//! # Why
//! `completed` waits until the other container has ended with status 0. A server never does, so that `docker compose up` waits
//! for ever; and what is started again when it ends, by `unless-stopped` or `always`, does its work over and over (Compose
//! Specification, `depends_on`; Docker's manual, restart policies).
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

/// Looks at whom every service that runs waits for.
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
                            format!("`{this}` waits for the end of `{that}`, a server that does not end"),
                        )
                        .help("wait until it is `healthy`");
                }
                continue;
            };
            if matches!(*one.restart, Restart::Always | Restart::UnlessStopped) {
                report
                    .at(
                        &one.restart,
                        format!("`{that}` is started again when it has ended, and `{this}` waits for its end"),
                    )
                    .also(&dependency.origin, "it is waited for here")
                    .help("use `restart = \"no\"`, or `on-failure` to try again")
                    .fix(Fix::suggested("let it end").set(&one.restart, "restart", "no"));
            }
        }
    }
}
