//! A subnet with fewer addresses than containers.
//!
//! # Why
//! Each container takes an address of each of its networks, and the gateway takes one; the first and
//! the last of an IPv4 subnet are taken by the network itself. The container that finds none does not
//! start.
//!
//! # Wrong
//! [networks.shop]
//! subnet = "172.30.0.0/29"
//!
//! # Right
//! [networks.shop]
//! subnet = "172.30.0.0/28"

use super::prelude::*;
use ipnet::IpNet;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Compares the containers of each network that run with its addresses.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, network) in &stack.networks {
        let Some(IpNet::V4(subnet)) = network.subnet.as_ref().map(|subnet| **subnet) else { continue };
        let Some(place) = &network.subnet else { continue };
        let joins = |one: &&Container| one.networks.iter().any(|of| **of == *name);
        let containers = u64::try_from(stack.active().filter(joins).count()).unwrap_or(u64::MAX);
        let usable = (1_u64 << (32 - u32::from(subnet.prefix_len()))).saturating_sub(2);
        let sum = Sum::of_counts().plus(containers, "containers that run").plus(1, "the gateway");
        if containers == 0 || sum.total() <= usable {
            continue;
        }
        let (needed, has) = sum.versus(usable);
        report
            .at(place, format!("{needed} addresses are needed, {subnet} has {has}"))
            .help("take a larger subnet")
            .sum(sum.against(usable, format!("addresses of {subnet} for containers")));
    }
}
