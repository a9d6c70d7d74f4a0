//! The database can be reached from outside of the stack.
//!
//! # Why
//! Odoo reaches the database over a network of the stack: a published port helps nobody but people with
//! a client, and whoever guesses the password. On all interfaces that is the whole network.
//!
//! On a developer's own machine the people with a client are meant: in a mode for development a port on
//! 127.0.0.1 is no finding.
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
            .help("take the port out: `docker compose exec` reaches the database as well");
    }
}
