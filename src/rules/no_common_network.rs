//! Two services that connect to each other share no network.
//!
//! # Why
//! Docker's name server resolves only the names of services on the container's own networks, and containers on
//! different networks cannot reach each other. The client therefore cannot resolve the server's name (Docker's
//! manual, networking).
//!
//! # Wrong
//! [networks.other]
//! [odoo]
//! networks = ["other"]
//!
//! # Right
//! [networks.other]
//! [odoo]
//! networks = ["other", "shop"]

use std::collections::BTreeSet;

use crate::components::odoo::input::Proxy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &["networks"];

/// Looks at each active service that connects to another active one; the servers of one kind are one finding.
pub fn check(stack: &Stack, report: &mut Report) {
    let find = |name: &str| stack.active().find(|container| container.service.as_str() == name);
    for client in stack.active() {
        let mut places = BTreeSet::new();
        for reach in &client.reaches {
            let Some(server) = find(reach.service.as_str()) else { continue };
            if apart(client, server) && places.insert(reach.origin.span()) {
                tell(client, server, report);
            }
        }
    }
    if let Proxy::Service(name) = &*stack.odoo().proxy
        && let Some(proxy) = find(name.as_str())
        && apart(proxy, &stack.odoo().container)
    {
        tell(proxy, &stack.odoo().container, report);
    }
}

fn apart(client: &Container, server: &Container) -> bool {
    let joins = |network: &&At<crate::units::NetworkName>| server.networks.iter().any(|other| **other == ***network);
    *client.service != *server.service && !client.networks.iter().any(|network| joins(&network))
}

fn tell(client: &Container, server: &Container, report: &mut Report) {
    let (name, other) = (client.service.as_str(), server.service.as_str());
    let names = |container: &Container| {
        let quoted = container.networks.iter().map(|network| format!("`{}`", network.as_str()));
        quoted.collect::<Vec<_>>().join(", ")
    };
    let message =
        format!("`{name}` connects to `{other}`, but they share no network: `{name}` is only on {}", names(client));
    let mut finding = match client.networks.first() {
        Some(network) => report.at(network, message),
        None => report.at(&client.service, format!("`{name}` connects to `{other}`, but is on no network")),
    };
    if let Some(network) = server.networks.first() {
        finding = finding.also(network, &format!("`{other}` is on {}", names(server)));
    }
    finding.help(format!("add a network of `{other}` to the networks of `{name}`, or the other way round"));
}
