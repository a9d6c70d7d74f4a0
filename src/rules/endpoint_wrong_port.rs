//! An address with a port on which nobody listens.
//!
//! # Why
//! The port of the database is that of its image, those of Redis and Odoo stand in the input: on
//! another one the connection is refused. A URL without a port has that of its scheme.
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

/// Compares the ports of the addresses that are written out, and of references to Odoo, with those of the services.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let listens = [odoo.http_port.get(), odoo.gevent_port.get()];
    let to_odoo = stack.containers().flat_map(|container| &container.reaches);
    let to_odoo =
        to_odoo.filter(|reach| reach.service == *odoo.container.service).filter_map(|reach| reach.port.as_ref());
    for port in to_odoo.filter(|port| !listens.contains(&port.get())) {
        let (name, [http, gevent]) = (odoo.container.service.as_str(), listens);
        report
            .at(port, format!("`{name}` does not listen on port {}, but on {http} and {gevent}", port.get()))
            .help(format!("{http} is for pages, {gevent} for websockets"))
            .fix(Fix::suggested("the port for pages").set(port, "port", u32::from(http)));
    }
    for found in found(stack) {
        let Some(Mismatch::Port(port)) = found.wrong else { continue };
        let name = found.target.service.as_str();
        let listens: Vec<String> = stack.listens(found.role).iter().map(u16::to_string).collect();
        let how = match (found.role, stack.listens(found.role).first()) {
            (Role::Odoo, Some(port)) => {
                format!("use a reference with one of these: `{{ service = {{ name = \"{name}\", port = {port} }} }}`")
            }
            _ => format!("use a reference, which has the right port: {}", found.reference()),
        };
        report
            .at(
                &found.literal.text,
                format!("`{name}` does not listen on port {port}, but on {}", listens.join(" and ")),
            )
            .also(&found.target.service, "the service")
            .help(how);
    }
}
