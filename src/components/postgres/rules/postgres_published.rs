//! The database is reachable from outside the stack.
//!
//! # Why
//! Odoo reaches the database over a network of the stack. A published port only helps people with a database
//! client, and anybody who guesses the password. If it is published on all interfaces, the whole network can reach
//! it.
//!
//! On a developer's own machine, such a client is intended: in a development mode, the rule does not report a port
//! on 127.0.0.1.
//!
//! # Wrong
//! [postgres]
//! ports = [{ container = 5432 }]
//!
//! # Right
//! [postgres]
//! ports = []

use crate::rule::prelude::*;

/// Its findings are warnings; on all interfaces they stop a build.
pub const SEVERITY: Severity = Warning;

/// Looks for published ports.
pub fn check(stack: &Stack, report: &mut Report) {
    let container = stack.postgres().container().filter(|container| container.active);
    let ports = container.into_iter().flat_map(|container| &container.ports);
    for port in ports.filter(|port| !(stack.development && port.address.is_loopback())) {
        let everywhere = port.address.is_unspecified();
        let (severity, message) = if everywhere {
            (Error, format!("the database is published on all interfaces, port {}", port.host.get()))
        } else {
            (Warning, format!("the database is published on {}, port {}", *port.address, port.host.get()))
        };
        report
            .at(&port.container, message)
            .severity(severity)
            .help("remove the port: `docker compose exec` reaches the database without it");
    }
}
