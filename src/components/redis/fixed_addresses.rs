//! Fixed addresses for the nodes of a Redis that fails over.
//!
//! Docker's name server knows the running containers and forwards any other name to the host's name server.
//! Sentinels and clients look up the name of a master that is down and wait for the answer: without one, there is
//! no failover (Docker 20.10 with Redis 7.0.15, observed). With fixed addresses, the names can be in `/etc/hosts`.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net};

use crate::components::context::at_table;
use crate::model::{Container, Stack};
use crate::origin::Span;
use crate::units::{Address, NetworkName, ServiceName};

/// Why they have these addresses.
const WHY: &str = "the name of a node that is down resolves without a name server";

/// Addresses that Docker needs in addition to those of the other containers: one for the gateway, and one for a
/// container that `docker compose run` starts.
const BESIDE: usize = 2;

/// What is fixed in the network of Redis.
struct Fixed {
    network: NetworkName,
    /// The addresses that are left for Docker to choose from.
    dynamic: Ipv4Net,
    nodes: Vec<Node>,
    /// The table that decides this.
    near: Span,
}

/// A node or sentinel.
struct Node {
    service: ServiceName,
    host: String,
    address: Address,
}

/// Gives the nodes and sentinels the last addresses of their network, keeps Docker from assigning these to other
/// containers, and adds them to the hosts of every client. Does nothing without sentinels, or without a subnet
/// that has room.
pub(in crate::components) fn fix(stack: &mut Stack) {
    if let Some(fixed) = choose(stack) {
        apply(stack, &fixed);
    }
}

fn choose(stack: &Stack) -> Option<Fixed> {
    let redis = stack.redis().filter(|redis| redis.sentinel.is_some())?;
    let network = (**redis.master.container.networks.first()?).clone();
    let Some(IpNet::V4(subnet)) = stack.networks.get(&network)?.subnet.as_deref().copied() else { return None };
    let (dynamic, upper) = halves(subnet)?;
    // Replicas and sentinels take turns, so that more of one kind move none of the other.
    let sentinels = redis.sentinel.as_ref().map(|of| of.containers.as_slice()).unwrap_or_default();
    let slots = std::iter::once((0, &redis.master.container))
        .chain((0..).zip(&redis.replicas).map(|(number, replica)| (2 * number + 1, &replica.container)))
        .chain((0..).zip(sentinels).map(|(number, sentinel)| (2 * number + 2, sentinel)));
    let slots: Vec<(usize, &Container)> = slots.collect();
    let count = slots.iter().map(|(slot, _)| slot + 1).max().unwrap_or_default();
    let all = stack.containers().filter(|container| container.networks.iter().any(|of| **of == network)).count();
    let others = all.saturating_sub(slots.len()).saturating_add(BESIDE);
    let has = usize::try_from(u32::from(upper.broadcast()) - u32::from(upper.network())).unwrap_or(usize::MAX);
    if has < count.max(others) {
        return None;
    }
    let taken = taken(stack, &network);
    let is_free = |address: &IpAddr| !taken.contains(address);
    let given: Vec<IpAddr> = last(upper).map(IpAddr::V4).take(count).collect();
    // In the place of one that the input gives to another container: from the other end.
    let mut instead = last(upper).rev().take(has.saturating_sub(count)).map(IpAddr::V4).filter(is_free);
    let node = |(slot, container): (usize, &Container)| {
        let own = given.get(slot).copied().filter(is_free);
        let address = Address::new(own.or_else(|| instead.next())?);
        Some(Node { service: (*container.service).clone(), host: container.host(), address })
    };
    let nodes = slots.into_iter().map(node).collect::<Option<_>>()?;
    Some(Fixed { network, dynamic, nodes, near: redis.section.span() })
}

fn apply(stack: &mut Stack, fixed: &Fixed) {
    let decided = |address: Address| at_table(address, fixed.near, WHY);
    let routers =
        stack.redis().into_iter().filter_map(|redis| redis.router.as_ref()).flat_map(|router| &router.containers);
    let clients = stack.redis_clients().iter().map(|client| client.service.clone());
    let clients: BTreeSet<ServiceName> = clients.chain(routers.map(|router| (*router.service).clone())).collect();
    for container in stack.containers_mut() {
        let node = fixed.nodes.iter().find(|node| node.service == *container.service);
        if let Some(node) = node {
            container.addresses.insert(fixed.network.clone(), decided(node.address));
        }
        if node.is_some() || clients.contains(&*container.service) {
            container.hosts = fixed.nodes.iter().map(|node| (node.host.clone(), decided(node.address))).collect();
        }
    }
    if let Some(network) = stack.networks.get_mut(&fixed.network) {
        network.dynamic = Some(at_table(IpNet::V4(fixed.dynamic), fixed.near, WHY));
    }
}

/// Addresses of the network that the input gives to others.
fn taken(stack: &Stack, name: &NetworkName) -> BTreeSet<IpAddr> {
    let fixed = stack.containers().filter_map(|container| container.addresses.get(name));
    let gateway = stack.networks.get(name).and_then(|network| network.gateway.as_ref());
    fixed.chain(gateway).map(|address| address.get()).collect()
}

/// The addresses of a half, from the last one on; not that of its network, nor for broadcasts.
fn last(upper: Ipv4Net) -> impl DoubleEndedIterator<Item = Ipv4Addr> {
    let (network, broadcast) = (u32::from(upper.network()), u32::from(upper.broadcast()));
    (network..broadcast).rev().map(Ipv4Addr::from)
}

fn halves(subnet: Ipv4Net) -> Option<(Ipv4Net, Ipv4Net)> {
    let mut halves = subnet.subnets(subnet.prefix_len().saturating_add(1)).ok()?;
    halves.next().zip(halves.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_addresses_are_outside_of_what_docker_gives() {
        let (dynamic, upper) = halves("172.20.0.0/24".parse().unwrap()).unwrap();
        assert_eq!(dynamic.to_string(), "172.20.0.0/25");
        let given: Vec<Ipv4Addr> = last(upper).collect();
        assert_eq!(given.first(), Some(&Ipv4Addr::new(172, 20, 0, 254)));
        assert!(given.iter().all(|address| !dynamic.contains(address)));
        assert_eq!(given.len(), 127);
        assert!(halves("172.20.0.1/32".parse().unwrap()).is_none());
    }
}
