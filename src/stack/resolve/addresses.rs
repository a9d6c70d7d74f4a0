//! Fixed addresses for the nodes of a Redis that fails over.
//!
//! Docker's name server knows the containers that run, and asks the host's for any other name. Sentinels and clients look
//! for the name of a master that is gone, and wait for that answer: where it does not come, there is no failover (Docker
//! 20.10 with Redis 7.0.15, observed). With fixed addresses the names can stand in `/etc/hosts`.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use super::at_table;
use crate::origin::At;
use crate::stack::{Network, Stack};
use crate::units::{Address, NetworkName, ServiceName};

/// Why they have these addresses.
const WHY: &str = "found without a name server when it is gone";

/// Addresses that Docker must have left beside those of the other containers: the gateway's, and one for a container that
/// `docker compose run` starts.
const BESIDE: usize = 2;

/// Gives the nodes and sentinels the last addresses of their network, keeps Docker from giving these to others, and tells
/// them to all who ask for them. Nothing without sentinels, or where the input fixes no subnet with room.
pub(super) fn fix(stack: &mut Stack) {
    let Some(redis) = stack.redis.as_ref().filter(|redis| redis.sentinel.is_some()) else { return };
    let Some(name) = redis.master.container.networks.first().map(|name| (**name).clone()) else { return };
    let Some(subnet) = stack.networks.get(&name).and_then(subnet_of) else { return };
    let count = redis.containers().count();
    let all = stack.containers().filter(|container| container.networks.iter().any(|of| **of == name)).count();
    let others = all.saturating_sub(count).saturating_add(BESIDE);
    if last(&subnet).count() < count.max(others) {
        return;
    }
    let taken = taken(stack, &name);
    let mut free = last(&subnet).filter(|address| !taken.contains(&IpAddr::V4(*address)));
    let span = redis.table;
    let given: Vec<(ServiceName, String, Address)> = redis
        .containers()
        .filter_map(|container| {
            let own = container.addresses.get(&name).map(|address| **address);
            let address = own.or_else(|| free.next().map(|free| Address::new(free.into())))?;
            Some(((*container.service).clone(), container.host(), address))
        })
        .collect();
    let askers: BTreeSet<ServiceName> = stack
        .redis_clients
        .iter()
        .map(|client| client.service.clone())
        .chain(given.iter().map(|one| one.0.clone()))
        .collect();
    for container in stack.containers_mut() {
        if let Some((_, _, address)) = given.iter().find(|(service, ..)| *service == *container.service) {
            container.addresses.entry(name.clone()).or_insert_with(|| at_table(*address, span, WHY));
        }
        if askers.contains(&*container.service) {
            container.hosts =
                given.iter().map(|(_, host, address)| (host.clone(), at_table(*address, span, WHY))).collect();
        }
    }
    if let (Some(network), [half, _]) = (stack.networks.get_mut(&name), halves(&subnet).as_slice()) {
        network.dynamic = Some(at_table(IpNet::V4(*half), span, WHY));
    }
}

fn subnet_of(network: &Network) -> Option<Ipv4Net> {
    match network.subnet.as_deref() {
        Some(IpNet::V4(subnet)) => Some(*subnet),
        _ => None,
    }
}

/// Addresses of the network that the input gives to others.
fn taken(stack: &Stack, name: &NetworkName) -> BTreeSet<IpAddr> {
    let fixed = stack.containers().filter_map(|container| container.addresses.get(name));
    let gateway = stack.networks.get(name).and_then(|network| network.gateway.as_ref());
    fixed.chain(gateway).map(|address: &At<Address>| address.get()).collect()
}

/// The addresses of the upper half, from the last one on.
fn last(subnet: &Ipv4Net) -> impl Iterator<Item = Ipv4Addr> + use<> {
    let upper = halves(subnet).last().copied().unwrap_or(*subnet);
    let (first, last) = (u32::from(upper.network()), u32::from(upper.broadcast()));
    (first..last).rev().map(Ipv4Addr::from)
}

fn halves(subnet: &Ipv4Net) -> Vec<Ipv4Net> {
    subnet.subnets(subnet.prefix_len().saturating_add(1)).into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_addresses_are_outside_of_what_docker_gives() {
        let subnet: Ipv4Net = "172.20.0.0/24".parse().unwrap();
        let halves = halves(&subnet);
        assert_eq!(halves[0].to_string(), "172.20.0.0/25");
        let given: Vec<Ipv4Addr> = last(&subnet).collect();
        assert_eq!(given.first(), Some(&Ipv4Addr::new(172, 20, 0, 254)));
        assert!(given.iter().all(|address| !halves[0].contains(address)));
        assert_eq!(given.len(), 127);
    }
}
