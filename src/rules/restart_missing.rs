//! A service that stays down when it has failed.
//!
//! # Why
//! With `restart = "no"` a container that ends, and every container after a reboot of the host, stays
//! down until a person notices. A service that does one piece of work and ends is meant to: others wait
//! for it to be `completed`, or it runs in profiles alone and nobody waits for it. In a mode for
//! development somebody sits in front of it: that is no finding.
//!
//! # Wrong
//! [services.api]
//! restart = "no"
//!
//! # Right
//! [services.api]
//! restart = "unless-stopped"

use crate::input::Restart;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at the policy of each service that runs and is not meant to end.
pub fn check(stack: &Stack, report: &mut Report) {
    if stack.development {
        return;
    }
    let job = |one: &Container| {
        let service = stack.services().iter().find(|service| *service.container.service == *one.service);
        service.is_some_and(|service| stack.is_job(service))
    };
    let mut reported = Vec::new();
    for container in stack.active().filter(|one| *one.restart == Restart::No && !job(one)) {
        if reported.contains(&container.restart.span()) {
            continue;
        }
        reported.push(container.restart.span());
        report
            .at(&container.restart, format!("`{}` stays down when it has failed", container.service.as_str()))
            .help("use `unless-stopped`, or leave the key out")
            .fix(Fix::suggested("start it again").set(&container.restart, "restart", "unless-stopped"));
    }
}
