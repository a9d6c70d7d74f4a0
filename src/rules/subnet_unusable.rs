//! A network has a subnet or a gateway that it cannot use.
//!
//! # Why
//! The loopback (127.0.0.0/8), link-local (169.254.0.0/16), multicast (224.0.0.0/4) and reserved (240.0.0.0/4)
//! ranges and 0.0.0.0/8 cannot be used for a network (RFC 6890). A gateway must be a host address of its subnet.
//! Without a `subnet`, stackgen does not write the gateway.
//!
//! An IPv6 subnet needs `enable_ipv6` and an engine that is configured for IPv6, which stackgen does not write
//! (Docker's manual, IPv6).
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
            report.at(subnet, format!("{} {what}", **subnet)).help("use a subnet of 10.0.0.0/8 or 192.168.0.0/16");
        } else if let (Some(gateway), Some(what)) = (&network.gateway, no_gateway(network)) {
            let subnet = network.subnet.as_ref().map(|subnet| (subnet, "the subnet".to_owned()));
            report
                .at(gateway, what)
                .also_all(subnet)
                .help("remove it: Docker then uses the first address of the subnet");
        }
    }
}

/// Why a subnet cannot be used for containers.
fn special(subnet: IpNet) -> Option<&'static str> {
    let within =
        |text: &str| text.parse::<IpNet>().is_ok_and(|range| range.contains(&subnet) || subnet.contains(&range));
    let ranges = [
        ("127.0.0.0/8", "overlaps the loopback range, 127.0.0.0/8"),
        ("169.254.0.0/16", "overlaps the link-local range, 169.254.0.0/16"),
        ("224.0.0.0/3", "overlaps the multicast and reserved ranges, 224.0.0.0/3"),
        ("0.0.0.0/8", "overlaps 0.0.0.0/8, which no network can use"),
    ];
    match subnet {
        IpNet::V6(_) => Some("is an IPv6 subnet, but stackgen only writes IPv4 networks"),
        IpNet::V4(_) => ranges.iter().find(|(range, _)| within(range)).map(|(_, what)| *what),
    }
}

/// Why an address cannot be the gateway of its network.
fn no_gateway(network: &Network) -> Option<String> {
    let gateway = network.gateway.as_ref()?.get();
    let Some(subnet) = network.subnet.as_deref() else {
        return Some("a gateway needs a `subnet`: without one it is not written".to_owned());
    };
    let end = match gateway {
        IpAddr::V4(_) => gateway == subnet.network() || gateway == subnet.broadcast(),
        IpAddr::V6(_) => gateway == subnet.network(),
    };
    if !subnet.contains(&gateway) {
        Some(format!("the gateway {gateway} is not in {subnet}"))
    } else if end {
        Some(format!("{gateway} is the network or broadcast address of {subnet}"))
    } else {
        None
    }
}
