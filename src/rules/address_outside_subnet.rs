//! A fixed address that the network cannot give.
//!
//! # Why
//! Docker refuses an address outside of the subnet, one that is taken, and any fixed address on a
//! network without a fixed subnet; all of that at the start, while Compose accepts the file (Docker
//! 20.10, observed). Where the nodes of Redis have fixed addresses, the lower half of the subnet is
//! what Docker chooses from: an address there may be another container's already.
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

pub const REFUSED_BY: &str = "Docker does not start the container";

/// Compares each fixed address with its network and with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut taken: Vec<(&NetworkName, IpAddr, &At<Address>)> = Vec::new();
    for container in stack.active() {
        for (name, address) in &container.addresses {
            let network = stack.networks.get(name);
            if let Some(wrong) =
                network.map_or(Some("there is no such network".to_owned()), |of| outside(of, address.get()))
            {
                let finding = report.at(address, wrong);
                let subnet = network.and_then(|network| network.subnet.as_ref());
                finding
                    .also_all(subnet.map(|subnet| (subnet, "its subnet".to_owned())))
                    .help("take a free address inside the subnet, or leave it out");
            } else if !container.networks.iter().any(|of| **of == *name) {
                let message = format!("`{}` does not join the network `{}`", container.service.as_str(), name.as_str());
                report.at(address, message).help("add it to `networks`");
            } else if let Some((_, _, other)) = taken.iter().find(|(of, ip, _)| *of == name && *ip == address.get()) {
                report
                    .at(address, format!("{} is given twice", address.get()))
                    .also(*other, "the other one")
                    .help("give one of them another address");
            } else {
                taken.push((name, address.get(), address));
            }
        }
    }
}

fn outside(network: &Network, address: IpAddr) -> Option<String> {
    let Some(subnet) = &network.subnet else {
        return Some("a fixed address needs a fixed `subnet`".to_owned());
    };
    // The first address that a host can have: the hosts of an IPv6 subnet start with its own address.
    let first = subnet.hosts().find(|host| *host != subnet.network());
    let gateway = network.gateway.as_ref().map_or(first, |gateway| Some(gateway.get()));
    if !subnet.contains(&address) {
        return Some(format!("{address} is not in {}", **subnet));
    }
    if Some(address) == gateway {
        return Some(format!("{address} is the gateway"));
    }
    let ends = address == subnet.network() || subnet.addr().is_ipv4() && address == subnet.broadcast();
    if ends {
        return Some(format!("{address} stands for the network {}", **subnet));
    }
    let dynamic = network.dynamic.as_deref().filter(|dynamic| dynamic.contains(&address))?;
    Some(format!("Docker gives the addresses of {dynamic} to containers as they start: {address} may be taken"))
}
