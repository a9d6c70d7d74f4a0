//! Two stacks of one run use the same resource of their host.
//!
//! # Why
//! Stacks that are built together usually run on one host. A port, a container name and the addresses of a network
//! exist only once on a host, so the second stack does not start. A shared project name is worse: Compose
//! distinguishes projects only by their names, so both stacks use the same database container and the same volumes.
//!
//! Modes with the same name are compared with each other. A mode that only one of the stacks has is compared with
//! the modes of the other stack that are of the same kind, for development or not. If the stacks run on different
//! hosts, set `host.name`.
//!
//! # Wrong
//! [host]
//! name = "yard" # where the network of another input has these addresses
//! [networks.shop]
//! subnet = "10.99.0.0/24"
//!
//! # Right
//! [host]
//! name = "yard"
//! [networks.shop]
//! subnet = "10.99.1.0/24"

use super::port_collision::collide;
use super::subnet_overlaps_docker::overlap;
use crate::rule::prelude::*;
use std::collections::BTreeMap;

use crate::model::{MountSource, Published};
use crate::origin::Origin;
use crate::surroundings::Neighbour;

pub const SEVERITY: Severity = Error;

const HELP: &str = "or set `host.name` if the stacks run on different hosts";

/// The names that the volumes of a stack have in Docker.
fn volumes(stack: &Stack) -> BTreeMap<String, Origin> {
    let of = |container: &Container| {
        let names = container.mounts.iter().filter_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some((format!("{}_{}", stack.name.as_str(), name.as_str()), name.origin())),
            MountSource::Bind(_) => None,
        });
        names.collect::<Vec<_>>()
    };
    stack.containers().flat_map(of).collect()
}

/// The names that the active containers have in Docker.
fn containers(stack: &Stack) -> impl Iterator<Item = (String, Origin)> {
    stack.active().map(|container| match &container.name {
        Some(name) => (name.as_str().to_owned(), name.origin()),
        None => (format!("{}-{}-1", stack.name.as_str(), container.service.as_str()), container.service.origin()),
    })
}

fn ports(stack: &Stack) -> impl Iterator<Item = (&Container, &Published)> {
    stack.active().flat_map(|container| container.ports.iter().map(move |port| (container, port)))
}

/// Compares the stack with each of the others, in the modes that may run together.
pub fn check_neighbours(stacks: &[&Stack], neighbours: &[Neighbour<'_>], report: &mut Report) {
    for neighbour in neighbours {
        for (own, other) in neighbour.together_with(stacks) {
            names(own, other, neighbour.file, report);
            addresses(own, other, neighbour.file, report);
        }
    }
}

fn names(own: &Stack, other: &Stack, file: &str, report: &mut Report) {
    if own.name.as_str() == other.name.as_str() {
        report
            .at(&own.name, format!("{file} also uses the project name `{}`", own.name.as_str()))
            .in_mode_of(own)
            .help(format!("rename this project, {HELP}"));
        return;
    }
    let taken = volumes(other);
    for (name, place) in volumes(own).iter().filter(|(name, _)| taken.contains_key(*name)) {
        report
            .at(place, format!("{file} also has a volume `{name}`"))
            .in_mode_of(own)
            .help(format!("use another name, {HELP}"));
    }
    let taken: BTreeMap<String, Origin> = containers(other).collect();
    for (name, place) in containers(own).filter(|(name, _)| taken.contains_key(name)) {
        report
            .at(&place, format!("{file} also has a container `{name}`"))
            .in_mode_of(own)
            .help(format!("use another name, {HELP}"));
    }
}

fn addresses(own: &Stack, other: &Stack, file: &str, report: &mut Report) {
    for (_, port) in ports(own) {
        let Some((container, _)) = ports(other).find(|(_, taken)| collide(taken, port)) else { continue };
        let (number, service) = (port.host.get(), container.service.as_str());
        report
            .at(&port.host, format!("`{service}` of {file} also publishes port {number} on {}", *port.address))
            .in_mode_of(own)
            .help(format!("use another port, {HELP}"));
    }
    let taken = || other.networks.iter().filter_map(|(name, network)| Some((name, network.subnet.as_ref()?)));
    for subnet in own.networks.values().filter_map(|network| network.subnet.as_ref()) {
        let Some((name, found)) = taken().find(|(_, taken)| overlap(taken, subnet)) else { continue };
        report
            .at(
                subnet,
                format!("{} overlaps {}, the subnet of the network `{}` of {file}", **subnet, **found, name.as_str()),
            )
            .in_mode_of(own)
            .help(format!("use another subnet, {HELP}"));
    }
}
