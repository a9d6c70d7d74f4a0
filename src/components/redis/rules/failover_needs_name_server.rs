//! A failover waits for the host's name server.
//!
//! # Why
//! Docker's own name server asks that of the host for the name of a container that is gone. Sentinels and clients look
//! for a dead master by its name: where no answer comes, they hang, and nobody is promoted (Docker 20.10, Redis 7.0.15,
//! observed; with "no such host" all is well); a sentinel of 6.2 does not start while a replica's name is not found
//! (6.2.5, observed). In a network with a `subnet` the nodes get fixed addresses, and their names
//! need no server.
//!
//! # Wrong
//! [networks.backend]
//! [redis]
//! networks = ["backend"]
//! [odoo]
//! networks = ["backend", "shop"]
//!
//! # Right
//! [networks.backend]
//! subnet = "172.31.0.0/24"
//! [redis]
//! networks = ["backend"]
//! [odoo]
//! networks = ["backend", "shop"]

use ipnet::IpNet;

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

pub const DEPENDS_ON: &[&str] = &["networks"];

/// Looks for names without fixed addresses.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((redis, sentinel)) = stack.active_sentinel() else { return };
    let master = &redis.master.container;
    let Some(network) = master.networks.first().filter(|_| master.hosts.is_empty()) else { return };
    let Some(of) = stack.networks.get(&**network) else { return };
    let subnet = of.subnet.as_ref();
    if let Some(IpNet::V4(too_small)) = subnet.as_ref().map(|subnet| ***subnet)
        && !super::subnet_too_small::suffices(stack, network, too_small)
    {
        return;
    }
    let message =
        format!("the nodes have no fixed addresses in `{}`: their names need a name server", network.as_str());
    report
        .at(&sentinel.count, message)
        .also_all(subnet.map(|subnet| (subnet, "IPv6, or too few addresses to fix some".to_owned())))
        .help(format!("give `[networks.{}]` an IPv4 `subnet` with room for them in its upper half", network.as_str()));
}
