//! Redis accepts commands without a password.
//!
//! # Why
//! Without a password, every container on the same networks can read and delete all data, and load modules. With a
//! published port, so can everyone who reaches that port. With replicas, the data also travels between containers,
//! and the sentinels accept commands from everyone.
//!
//! # Wrong
//! # without redis.password
//! # without secrets.redis_password
//!
//! # Right
//! [redis]
//! password = { secret = "redis_password" }

use crate::rule::prelude::*;

/// Its findings stop a build; without ports and replicas they are warnings.
pub const SEVERITY: Severity = Error;

/// Looks for the password; without ports and replicas a missing one is a warning.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis().filter(|redis| redis.password.is_none()) else { return };
    let replicas = redis.active_replicas().count();
    let (severity, why) = if let Some(port) = redis.master.container.ports.first() {
        (Error, format!("its port {} is published", port.host.get()))
    } else if replicas > 0 {
        (Error, if replicas == 1 { "it has a replica".to_owned() } else { format!("it has {replicas} replicas") })
    } else {
        (Warning, "every container on its networks can delete the data".to_owned())
    };
    report
        .at(&redis.section.span(), format!("Redis has no password, and {why}"))
        .severity(severity)
        .help("declare a secret and set `password = { secret = \"…\" }`");
}
