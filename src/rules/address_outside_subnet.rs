//! A fixed address cannot be assigned on its network.
//!
//! # Why
//! Docker refuses to start a container whose fixed address is outside the subnet of the network or already in use.
//! It also rejects any fixed address on a network without a fixed subnet. The error appears only at the start:
//! Compose accepts the file (Docker 20.10, observed).
//!
//! Where the Redis nodes have fixed addresses, Docker assigns addresses to the other containers from the lower
//! half of the subnet. A fixed address in that half may already belong to another container.
//!
//! # Wrong
//! [services.api]
//! addresses = { shop = "172.31.0.10" }
//!
//! # Right
//! [services.api]
//! addresses = { shop = "172.30.0.210" }

use crate::rule::prelude::*;
use std::net::IpAddr;

use crate::model::Network;
use crate::units::{Address, NetworkName};

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["networks"];

pub const REFUSED_BY: &str = "Docker refuses to start the container";

/// Compares each fixed address with its network and with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut taken: Vec<(&NetworkName, IpAddr, &At<Address>)> = Vec::new();
    for container in stack.active() {
        for (name, address) in &container.addresses {
            let network = stack.networks.get(name);
            if let Some(wrong) = network
                .map_or(Some("the network of this address does not exist".to_owned()), |of| outside(of, address.get()))
            {
                let finding = report.at(address, wrong);
                let subnet = network.and_then(|network| network.subnet.as_ref());
                finding.also_all(subnet.map(|subnet| (subnet, "the network's subnet".to_owned()))).help(
                    "use a free address in the network's `subnet`, or remove the address so that Docker assigns one",
                );
            } else if !container.networks.iter().any(|of| **of == *name) {
                let message = format!("`{}` does not join the network `{}`", container.service.as_str(), name.as_str());
                report.at(address, message).help("add the network to `networks`");
            } else if let Some((_, _, other)) = taken.iter().find(|(of, ip, _)| *of == name && *ip == address.get()) {
                report
                    .at(address, format!("{} is assigned to two containers", address.get()))
                    .also(*other, "also assigned here")
                    .help("use a different address for one of them");
            } else {
                taken.push((name, address.get(), address));
            }
        }
    }
}

fn outside(network: &Network, address: IpAddr) -> Option<String> {
    let Some(subnet) = &network.subnet else {
        return Some("a fixed address requires a network with a fixed `subnet`".to_owned());
    };
    // The first address that a host can have: the hosts of an IPv6 subnet start with its own address.
    let first = subnet.hosts().find(|host| *host != subnet.network());
    let gateway = network.gateway.as_ref().map_or(first, |gateway| Some(gateway.get()));
    if !subnet.contains(&address) {
        return Some(format!("{address} is outside the subnet {}", **subnet));
    }
    if Some(address) == gateway {
        return Some(format!("{address} is the address of the gateway"));
    }
    let ends = address == subnet.network() || subnet.addr().is_ipv4() && address == subnet.broadcast();
    if ends {
        return Some(format!("{address} is the network or broadcast address of {}", **subnet));
    }
    let dynamic = network.dynamic.as_deref().filter(|dynamic| dynamic.contains(&address))?;
    Some(format!("Docker assigns addresses from {dynamic} to other containers: {address} may already be in use"))
}
