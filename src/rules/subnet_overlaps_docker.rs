//! A subnet overlaps another network.
//!
//! # Why
//! Two networks of one host cannot share addresses: at start, Docker fails with `Pool overlaps with other one on
//! this address space` (20.10, observed). On most hosts 172.17.0.0/16 is the subnet of Docker's default bridge.
//!
//! # Wrong
//! [networks.shop]
//! subnet = "172.17.1.0/24"
//!
//! # Right
//! [networks.shop]
//! subnet = "172.30.0.0/24"

use crate::rule::prelude::*;
use std::net::Ipv4Addr;

use ipnet::{IpNet, Ipv4Net};

/// Its findings are warnings; an overlap with another network of the stack stops a build.
pub const SEVERITY: Severity = Warning;

/// The subnet of Docker's default bridge, unless the host is configured otherwise.
const DOCKER: IpNet = IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(172, 17, 0, 0), 16));

/// Whether two subnets share an address.
pub(super) fn overlap(one: &IpNet, two: &IpNet) -> bool {
    one.contains(two) || two.contains(one)
}

/// Compares each subnet with Docker's and with those before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let subnets: Vec<_> =
        stack.networks.iter().filter_map(|(name, of)| of.subnet.as_ref().map(|subnet| (name, subnet))).collect();
    for (index, (name, subnet)) in subnets.iter().enumerate() {
        if let Some((other, first)) = subnets.iter().take(index).find(|(_, first)| overlap(first, subnet)) {
            let message = format!(
                "the networks `{}` and `{}` overlap: {} and {}",
                other.as_str(),
                name.as_str(),
                ***first,
                ***subnet
            );
            report
                .at(*subnet, message)
                .severity(Error)
                .also(*first, "the other subnet")
                .help("use another subnet for one of them: Docker refuses to create the second network");
        } else if overlap(subnet, &DOCKER) {
            report
                .at(*subnet, format!("{} overlaps {DOCKER}, the subnet of Docker's default bridge", ***subnet))
                .help("use another range, for example 10.80.0.0/24");
        }
    }
}
