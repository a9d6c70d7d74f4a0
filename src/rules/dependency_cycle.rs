//! Services depend on each other in a cycle.
//!
//! # Why
//! None of them can start first: Compose 2.40.3 rejects the whole project. A reference to a service also creates a
//! dependency. If two services refer to each other, set the dependency to `any` in the `depends_on` of one of
//! them. That service then does not wait for the other.
//!
//! # Wrong
//! [services.api]
//! depends_on = { worker = "started" }
//! [services.worker]
//! depends_on = { api = "started" }
//!
//! # Right
//! [services.api]
//! depends_on = { worker = "started" }

use crate::rule::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use crate::units::ServiceName;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose rejects the project";

type Containers<'s> = BTreeMap<&'s ServiceName, &'s Container>;

/// Follows the dependencies of each service until they end or come back to it.
pub fn check(stack: &Stack, report: &mut Report) {
    let containers = waiting(stack);
    let mut reported: BTreeSet<&ServiceName> = BTreeSet::new();
    for container in stack.active().filter(|one| containers.contains_key(&*one.service)) {
        if reported.contains(&*container.service) {
            continue;
        }
        let Some(cycle) = back_to(&containers, container) else { continue };
        if cycle.iter().any(|service| reported.contains(service)) {
            continue;
        }
        let Some(dependency) = cycle.get(1).and_then(|next| container.depends_on.get(*next)) else { continue };
        let names: Vec<&str> = cycle.iter().map(|service| service.as_str()).collect();
        report
            .at(&dependency.origin, format!("dependency cycle: {}", names.join(" -> ")))
            .help("remove one of these dependencies; if it comes from a reference, set it to `any` in `depends_on`");
        reported.extend(cycle);
    }
}

/// The containers that could not be started one after the other.
fn waiting(stack: &Stack) -> Containers<'_> {
    let mut waiting: Containers<'_> = stack.containers().map(|container| (&*container.service, container)).collect();
    let mut waited_for: BTreeMap<&ServiceName, Vec<&ServiceName>> = BTreeMap::new();
    let mut needs: BTreeMap<&ServiceName, usize> = BTreeMap::new();
    for (name, container) in &waiting {
        let known = container.depends_on.keys().filter(|on| waiting.contains_key(on));
        for on in known {
            waited_for.entry(on).or_default().push(name);
            *needs.entry(name).or_default() += 1;
        }
    }
    let mut ready: Vec<&ServiceName> = waiting.keys().copied().filter(|name| !needs.contains_key(name)).collect();
    while let Some(name) = ready.pop() {
        waiting.remove(name);
        for other in waited_for.get(name).into_iter().flatten() {
            let Some(left) = needs.get_mut(other) else { continue };
            *left -= 1;
            if *left == 0 {
                ready.push(other);
            }
        }
    }
    waiting
}

/// A path of dependencies from a container back to it.
fn back_to<'s>(containers: &Containers<'s>, start: &'s Container) -> Option<Vec<&'s ServiceName>> {
    let mut came_from: BTreeMap<&ServiceName, &ServiceName> = BTreeMap::new();
    let mut ahead: Vec<&ServiceName> = vec![&start.service];
    while let Some(name) = ahead.pop() {
        for next in containers.get(name).into_iter().flat_map(|container| container.depends_on.keys()) {
            if *next == *start.service {
                let mut path = vec![next, name];
                while let Some(before) = path.last().and_then(|last| came_from.get(last)) {
                    path.push(before);
                }
                path.reverse();
                return Some(path);
            }
            if containers.contains_key(next) && !came_from.contains_key(next) {
                came_from.insert(next, name);
                ahead.push(next);
            }
        }
    }
    None
}
