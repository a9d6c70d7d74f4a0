//! A failover depends on the host's name server.
//!
//! # Why
//! Docker's embedded name server knows only running containers and forwards every other name to the host's name
//! server. When the master is down, sentinels and clients look up its name there. If the host's name server does
//! not answer, they hang and no replica is promoted (Docker 20.10, Redis 7.0.15, observed; with the answer "no
//! such host" the failover works). A sentinel of Redis 6.2 does not even start while the name of a replica cannot
//! be resolved (6.2.5, observed). In a network with a `subnet`, stackgen gives the nodes fixed addresses, so their
//! names need no name server.
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
    let message = format!(
        "the Redis nodes have no fixed addresses in `{}`: a failover needs the host's name server",
        network.as_str()
    );
    report
        .at(&sentinel.count, message)
        .also_all(subnet.map(|subnet| (subnet, "IPv6, or too few addresses".to_owned())))
        .help(format!(
            "give `[networks.{}]` an IPv4 `subnet` whose upper half has room for all nodes and sentinels",
            network.as_str()
        ));
}
