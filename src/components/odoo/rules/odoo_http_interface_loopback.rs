//! Odoo listens only on the loopback interface of its container.
//!
//! # Why
//! 127.0.0.1 inside a container is the loopback address of that container. Docker forwards a published port to
//! another address of the container, so every connection is refused. To choose the host address on which the ports
//! are published, set `odoo.ports.address`.
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
        .at(interface, format!("Odoo listens only on {text} in its container: port {} is unreachable", port.host.get()))
        .also_all([(&port.container, "the published port".to_owned())])
        .help("remove `http_interface`: it is 0.0.0.0 by default, and `odoo.ports.address` sets the published address")
        .fix(Fix::safe("listen on all interfaces of the container").remove(interface));
}
