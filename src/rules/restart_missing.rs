//! A service is not restarted after a failure.
//!
//! # Why
//! With `restart = "no"`, a container that exits stays down until a person notices. The same happens to every such
//! container after a reboot of the host.
//!
//! A service that does one job and exits is not reported: another service waits until it is `completed`, or it runs
//! only in profiles and no service waits for it. A development mode is not checked, because somebody is there to
//! start the service again.
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

/// Looks at the restart policy of each active service that is not a job.
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
            .at(&container.restart, format!("`{}` is not restarted after a failure", container.service.as_str()))
            .help("use `unless-stopped`, or remove the key")
            .fix(Fix::suggested("restart it after a failure").set(&container.restart, "restart", "unless-stopped"));
    }
}
