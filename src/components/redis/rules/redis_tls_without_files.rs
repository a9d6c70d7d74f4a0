//! TLS is enabled for Redis without its certificate files.
//!
//! # Why
//! With `tls-port`, `tls-replication` or `tls-cluster` and no certificate, the server exits at startup:
//! `No tls-cert-file configured!`, `Either tls-ca-cert-file or tls-ca-cert-dir must be specified` (Redis 7.0 to
//! 8.0 and Valkey 8.1, observed). No key of `[redis]` mounts files, so the image must contain the files that the
//! settings name.
//!
//! # Wrong
//! [redis.settings]
//! tls-port = 6380
//!
//! # Right
//! [redis.settings]
//! tls-port = 0

use crate::rule::prelude::*;

/// Its findings stop a build; a file that the image may contain is a warning.
pub const SEVERITY: Severity = Error;

/// Settings that make a server use its certificate, each with the value that turns it off.
const SWITCHES: [(&str, &str); 3] = [("tls-port", "0"), ("tls-replication", "no"), ("tls-cluster", "no")];

/// Files and folders that a server reads for TLS.
const FILES: [&str; 7] = [
    "tls-cert-file",
    "tls-key-file",
    "tls-ca-cert-file",
    "tls-ca-cert-dir",
    "tls-client-cert-file",
    "tls-client-key-file",
    "tls-dh-params-file",
];

/// Looks for missing TLS settings, and for files that nothing mounts.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    let has = |name: &str| redis.settings.get(name).is_some_and(|of| !of.concat().is_empty());
    let is = |name: &str, value: &str| redis.settings.get(name).is_some_and(|of| of.concat() == value);
    let on = SWITCHES.iter().find(|(name, off)| has(name) && !is(name, off));
    let missing = [
        (!has("tls-cert-file")).then_some("tls-cert-file"),
        (!has("tls-key-file")).then_some("tls-key-file"),
        (!has("tls-ca-cert-file") && !has("tls-ca-cert-dir") && !is("tls-auth-clients", "no"))
            .then_some("tls-ca-cert-file"),
    ];
    let missing: Vec<&str> = missing.into_iter().flatten().collect();
    if let Some((name, switch)) = on.and_then(|(name, _)| Some((name, redis.settings.get(*name)?)))
        && !missing.is_empty()
    {
        report
            .at(switch, format!("with `{name}`, Redis does not start without {}", missing.join(" and ")))
            .help("remove it: the clients, sentinels and health checks of this stack do not use TLS");
    }
    let port = redis.settings.get("tls-port").filter(|port| port.concat() == redis.port.get().to_string());
    if let Some(port) = port {
        report
            .at(port, "`tls-port` equals `redis.port`, the port without TLS: Redis does not start")
            .also(&redis.port, "the port without TLS")
            .help("use another port");
    }
    let data = redis.master.container.mounts.iter().map(|mount| mount.target.as_str()).collect::<Vec<_>>();
    for (name, file) in FILES.iter().filter_map(|name| Some((name, redis.settings.get(*name)?))) {
        let path = file.concat();
        if !path.is_empty() && !data.iter().any(|folder| camino::Utf8Path::new(&path).starts_with(folder)) {
            report
                .at(file, format!("`{name}` refers to `{path}`, which is not mounted into the container"))
                .severity(Warning)
                .help("remove it, or allow this if the image contains the file");
        }
    }
}
