//! Odoo listens where nobody reaches it.
//!
//! # Why
//! A container's 127.0.0.1 is its own: a published port leads to its other addresses, so every
//! connection is refused. `odoo.ports.address` says on which address of the host a port is published.
//!
//! # Wrong
//! [odoo.options]
//! http_interface = "127.0.0.1"
//!
//! # Right
//! [odoo.options]
//! http_interface = "0.0.0.0"

use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at the interface wherever ports are published.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(interface) = stack.odoo().options.get("http_interface") else { return };
    let OdooValue::Text(text) = &**interface else { return };
    let loopback = text == "localhost" || text.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let Some(port) = stack.odoo().container.ports.first().filter(|_| loopback) else { return };
    report
        .at(interface, format!("Odoo listens on its container's {text} alone: port {} leads nowhere", port.host.get()))
        .also_all([(&port.container, "the published port".to_owned())])
        .help("leave `http_interface` out: it is 0.0.0.0, and `odoo.ports.address` says where it is published")
        .fix(Fix::safe("listen on the container's networks").remove(interface));
}
