//! A service publishes ports but has only internal networks.
//!
//! # Why
//! A service whose networks are all internal publishes no port. Compose and Docker accept the file, but
//! connections to the port are refused (Docker 20.10, observed).
//!
//! # Wrong
//! [networks.inside]
//! internal = true
//! [services.api]
//! networks = ["inside"]
//! ports = [{ container = 80 }]
//!
//! # Right
//! [networks.inside]
//! internal = true
//! [services.api]
//! networks = ["inside", "shop"]
//! ports = [{ container = 80 }]

use crate::rule::prelude::*;
use crate::units::NetworkName;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["networks"];

/// Looks at the networks of each service with ports.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        let Some(port) = container.ports.first() else { continue };
        let internal = |name: &At<NetworkName>| stack.networks.get(&**name).filter(|network| *network.internal);
        let inside: Vec<_> = container.networks.iter().filter_map(internal).collect();
        if inside.len() < container.networks.len() {
            continue;
        }
        report
            .at(
                &port.container,
                format!(
                    "port {} of `{}` cannot be published: all its networks are internal",
                    port.container.get(),
                    container.service.as_str()
                ),
            )
            .also_all(inside.iter().map(|network| (&network.internal, "this network is internal".to_owned())))
            .help("add a network that is not internal, or remove the port");
    }
}
