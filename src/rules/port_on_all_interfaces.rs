//! A port is published to the whole network.
//!
//! # Why
//! On 0.0.0.0 or :: a published port can be reached from every network of the host, past its firewall:
//! Docker writes rules of its own before it. On 127.0.0.1 a proxy of the host reaches it, and nobody
//! else.
//!
//! A proxy of the stack, which `odoo.proxy` names, is there to be reached: its ports 80 and 443 are no
//! finding.
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

/// Looks at the address of each port; the database has a rule of its own.
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
                .help("leave the address out, which is 127.0.0.1, and let a proxy of the host reach it there")
                .fix(Fix::suggested("publish on 127.0.0.1").set(&port.address, "address", "127.0.0.1"));
        }
    }
}
