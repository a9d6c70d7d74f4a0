//! A subnet or a gateway that no network can have.
//!
//! # Why
//! Addresses of the machine itself (127.0.0.0/8), of a link (169.254.0.0/16), of groups (224.0.0.0/4) and without meaning
//! (0.0.0.0/8) are none of a network's (RFC 6890). A gateway is a host of its subnet; it is written beside a subnet, and
//! without one nowhere. An IPv6 subnet needs `enable_ipv6` and an engine that is set up for it, which stackgen does not write (Docker's
//! manual, IPv6).
//!
//! # Wrong
//! [networks.shop]
//! subnet = "127.0.0.0/24"
//!
//! # Right
//! [networks.shop]
//! subnet = "172.30.0.0/24"

use std::net::IpAddr;

use ipnet::IpNet;

use crate::model::Network;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at each network.
pub fn check(stack: &Stack, report: &mut Report) {
    for network in stack.networks.values() {
        if let Some(subnet) = &network.subnet
            && let Some(what) = special(**subnet)
        {
            report.at(subnet, format!("{} is {what}", **subnet)).help("take a subnet of 10.0.0.0/8 or 192.168.0.0/16");
        } else if let (Some(gateway), Some(what)) = (&network.gateway, no_gateway(network)) {
            let subnet = network.subnet.as_ref().map(|subnet| (subnet, "the subnet".to_owned()));
            report
                .at(gateway, what)
                .also_all(subnet)
                .help("leave it out: Docker takes the first address of the subnet");
        }
    }
}

/// What a subnet is for, where it is none for containers.
fn special(subnet: IpNet) -> Option<&'static str> {
    let within =
        |text: &str| text.parse::<IpNet>().is_ok_and(|range| range.contains(&subnet) || subnet.contains(&range));
    let ranges = [
        ("127.0.0.0/8", "of the machine itself"),
        ("169.254.0.0/16", "of a single link"),
        ("224.0.0.0/3", "for groups and reserved"),
        ("0.0.0.0/8", "of no network"),
    ];
    match subnet {
        IpNet::V6(_) => Some("an IPv6 subnet, and stackgen writes networks of IPv4 alone"),
        IpNet::V4(_) => ranges.iter().find(|(range, _)| within(range)).map(|(_, what)| *what),
    }
}

/// Why an address cannot be the gateway of its network.
fn no_gateway(network: &Network) -> Option<String> {
    let gateway = network.gateway.as_ref()?.get();
    let Some(subnet) = network.subnet.as_deref() else {
        return Some("a gateway needs a `subnet`: without one it is written nowhere".to_owned());
    };
    let end = match gateway {
        IpAddr::V4(_) => gateway == subnet.network() || gateway == subnet.broadcast(),
        IpAddr::V6(_) => gateway == subnet.network(),
    };
    if !subnet.contains(&gateway) {
        Some(format!("the gateway {gateway} is not in {subnet}"))
    } else if end {
        Some(format!("{gateway} stands for the network {subnet} or for all of its hosts"))
    } else {
        None
    }
}
