//! An address has a port on which the service does not listen.
//!
//! # Why
//! PostgreSQL listens on the port of its image; the input sets the ports of Redis and Odoo. On any other port the
//! connection is refused. A URL without a port uses the default port of its scheme.
//!
//! # Wrong
//! [services.api.environment]
//! REDIS = "redis-master:6380"
//!
//! # Right
//! [services.api.environment]
//! REDIS = { redis = { db = 1 } }

use super::endpoint_literal::{Mismatch, found};
use crate::components::hosts::Role;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the ports of hard-coded addresses, and of references to Odoo, with those of the services.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let listens = [odoo.http_port.get(), odoo.gevent_port.get()];
    let to_odoo = stack.containers().flat_map(|container| &container.reaches);
    let to_odoo =
        to_odoo.filter(|reach| reach.service == *odoo.container.service).filter_map(|reach| reach.port.as_ref());
    for port in to_odoo.filter(|port| !listens.contains(&port.get())) {
        let (name, [http, gevent]) = (odoo.container.service.as_str(), listens);
        report
            .at(port, format!("`{name}` does not listen on port {}, only on {http} and {gevent}", port.get()))
            .help(format!("use {http} for HTTP, or {gevent} for websockets"))
            .fix(Fix::suggested("use the HTTP port").set(port, "port", u32::from(http)));
    }
    for found in found(stack) {
        let Some(Mismatch::Port(port)) = found.wrong else { continue };
        let name = found.target.service.as_str();
        let listens: Vec<String> = stack.listens(found.role).iter().map(u16::to_string).collect();
        let how = match (found.role, stack.listens(found.role).first()) {
            (Role::Odoo, Some(port)) => {
                format!(
                    "use a reference with one of these ports: `{{ service = {{ name = \"{name}\", port = {port} }} }}`"
                )
            }
            _ => format!("use a reference, which always has the right port: {}", found.reference()),
        };
        report
            .at(
                &found.literal.text,
                format!("`{name}` does not listen on port {port}, only on {}", listens.join(" and ")),
            )
            .also(&found.target.service, "the service")
            .help(how);
    }
}
