//! The subnet has too few addresses for its containers.
//!
//! # Why
//! Each container takes one address in each of its networks, and the gateway takes one. The first and the last
//! address of an IPv4 subnet are reserved. A container for which no address is left does not start.
//!
//! # Wrong
//! [networks.shop]
//! subnet = "172.30.0.0/29"
//!
//! # Right
//! [networks.shop]
//! subnet = "172.30.0.0/28"

use crate::rule::prelude::*;
use ipnet::{IpNet, Ipv4Net};

use crate::units::NetworkName;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["networks", COMPONENTS, "modes"];

/// Compares the containers of each network that run with its addresses.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, network) in &stack.networks {
        let Some(IpNet::V4(subnet)) = network.subnet.as_ref().map(|subnet| **subnet) else { continue };
        let Some(place) = &network.subnet else { continue };
        let containers = containers(stack, name);
        let usable = usable(subnet);
        let sum = Sum::of_counts().plus(containers, "running containers").plus(1, "the gateway");
        if containers == 0 || sum.total() <= usable {
            continue;
        }
        let (needed, has) = sum.versus(usable);
        report
            .at(place, format!("{needed} addresses needed, {subnet} has {has}"))
            .help("use a larger subnet")
            .sum(sum.against(usable, format!("usable addresses of {subnet}")));
    }
}

/// Whether a network has an address for each container that runs in it.
pub(super) fn suffices(stack: &Stack, name: &NetworkName, subnet: Ipv4Net) -> bool {
    containers(stack, name) < usable(subnet)
}

fn containers(stack: &Stack, name: &NetworkName) -> u64 {
    let joins = |one: &&Container| one.networks.iter().any(|of| **of == *name);
    u64::try_from(stack.active().filter(joins).count()).unwrap_or(u64::MAX)
}

fn usable(subnet: Ipv4Net) -> u64 {
    (1_u64 << (32 - u32::from(subnet.prefix_len()))).saturating_sub(2)
}
