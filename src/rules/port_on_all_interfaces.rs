//! A port is published on all interfaces.
//!
//! # Why
//! A port that is published on `0.0.0.0` or `::` is reachable from every network of the host. The host's firewall
//! does not block it, because Docker inserts its own rules before those of the firewall. On 127.0.0.1 only
//! processes on the host can reach the port, such as a reverse proxy.
//!
//! If `odoo.proxy` names a service of the stack, that proxy must be reachable: the rule does not report its ports
//! 80 and 443.
//!
//! # Wrong
//! [services.api]
//! ports = [{ container = 80, address = "0.0.0.0" }]
//!
//! # Right
//! [services.api]
//! ports = [{ container = 80 }]

use crate::components::odoo::input::Proxy;
use crate::model::Published;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// The ports of the host on which users expect a proxy.
const OF_PROXY: [u16; 2] = [80, 443];

/// Looks at the address of each port; the database has its own rule.
pub fn check(stack: &Stack, report: &mut Report) {
    let proxy = |one: &Container| matches!(&*stack.odoo().proxy, Proxy::Service(name) if *name == *one.service);
    let database = |one: &&Container| stack.postgres().container().is_some_and(|of| *of.service == *one.service);
    for container in stack.active().filter(|one| !database(one)) {
        let meant = |port: &Published| proxy(container) && OF_PROXY.contains(&port.host.get());
        let open: Vec<_> =
            container.ports.iter().filter(|port| port.address.is_unspecified() && !meant(port)).collect();
        for (index, port) in open.iter().enumerate() {
            let here = |other: &&&Published| other.address.span() == port.address.span();
            if open.iter().take(index).any(|other| here(&other)) {
                continue;
            }
            let numbers: Vec<String> = open.iter().filter(here).map(|port| port.host.get().to_string()).collect();
            let (noun, name) = (if numbers.len() == 1 { "port" } else { "ports" }, container.service.as_str());
            report
                .at(&port.address, format!("`{name}` publishes {noun} {} on all interfaces", numbers.join(", ")))
                .help("remove `address`, whose default is 127.0.0.1, and let a reverse proxy on the host connect to it")
                .fix(Fix::suggested("publish on 127.0.0.1").set(&port.address, "address", "127.0.0.1"));
        }
    }
}
