//! A host port is published twice.
//!
//! # Why
//! A port can be bound only once on each address. Compose accepts the file, but the second container does not start
//! (`Bind for 0.0.0.0:18069 failed: port is already allocated`, Docker 20.10, observed). An unspecified address
//! such as `0.0.0.0` takes the port on every address of its family.
//!
//! # Wrong
//! [services.api]
//! ports = [{ container = 8069 }]
//!
//! # Right
//! [services.api]
//! ports = [{ container = 8069, host = 8070 }]

use crate::model::Published;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Docker does not start the second container";

/// Compares each port with those before it, among the active services.
pub fn check(stack: &Stack, report: &mut Report) {
    let ports: Vec<(&Container, &Published)> =
        stack.active().flat_map(|one| one.ports.iter().map(move |port| (one, port))).collect();
    for (index, (container, port)) in ports.iter().enumerate() {
        let Some((other, first)) = ports.iter().take(index).find(|(_, first)| collide(first, port)) else { continue };
        let (one, two) = (other.service.as_str(), container.service.as_str());
        report
            .at(
                &port.host,
                if one == two {
                    format!("`{one}` publishes port {} on {} twice", port.host.get(), *port.address)
                } else {
                    format!("`{one}` and `{two}` both publish port {} on {}", port.host.get(), *port.address)
                },
            )
            .also_all([(&first.host, format!("`{one}`"))])
            .help(if one == two {
                "use another port for one of the two"
            } else {
                "use another `host` port for one of them"
            });
    }
}

/// Whether two ports of one host cannot both be bound.
pub(super) fn collide(one: &Published, two: &Published) -> bool {
    let same_kind = one.address.is_ipv4() == two.address.is_ipv4();
    let overlap =
        *one.address == *two.address || same_kind && (one.address.is_unspecified() || two.address.is_unspecified());
    overlap && *one.host == *two.host && *one.protocol == *two.protocol
}
