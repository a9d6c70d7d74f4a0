//! Redis takes commands from everyone who reaches it.
//!
//! # Why
//! Without a password every container on its networks can read and delete everything, and load a
//! module. With a published port so can the network; with replicas the data travels between containers
//! and the sentinels take orders from anyone.
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

/// Looks for the password; without ports and replicas its lack is a warning.
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
        .at(&redis.section.span(), format!("Redis has no password: {why}"))
        .severity(severity)
        .help("declare a secret and write `password = { secret = \"…\" }`");
}
