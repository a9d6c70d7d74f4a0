//! The database can be reached from outside of the stack.
//!
//! # Why
//! Odoo reaches the database over a network of the stack: a published port helps nobody but people with
//! a client, and whoever guesses the password. On all interfaces that is the whole network.
//!
//! # Wrong
//! [postgres]
//! ports = [{ container = 5432 }]
//!
//! # Right
//! [postgres]
//! ports = []

use super::prelude::*;

/// Its findings are warnings; on all interfaces they stop a build.
pub const SEVERITY: Severity = Warning;

/// Looks for published ports.
pub fn check(stack: &Stack, report: &mut Report) {
    let container = stack.postgres.container().filter(|container| container.active);
    for port in container.into_iter().flat_map(|container| &container.ports) {
        let everywhere = port.address.is_unspecified();
        let (severity, message) = if everywhere {
            (Error, format!("the database is published on all interfaces, port {}", port.host.get()))
        } else {
            (Warning, format!("the database is published on {}, port {}", *port.address, port.host.get()))
        };
        report
            .at(&port.container, message)
            .severity(severity)
            .help("take the port out: `docker compose exec` reaches the database as well");
    }
}
