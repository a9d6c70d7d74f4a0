//! Services that wait for each other.
//!
//! # Why
//! None of them can be the first to start: Compose 2.40.3 refuses the whole project. A reference makes a
//! dependency too; where two services talk to each other, `any` in `depends_on` of one of them says that
//! it does not wait.
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

use super::prelude::*;
use crate::stack::Container;
use crate::units::ServiceName;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Follows the dependencies of each service until they end or come back to it.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut reported: Vec<&ServiceName> = Vec::new();
    for container in stack.containers().filter(|container| container.active) {
        let Some(cycle) = back_to(stack, container) else { continue };
        if cycle.iter().any(|service| reported.contains(service)) {
            continue;
        }
        let Some(dependency) = cycle.get(1).and_then(|next| container.depends_on.get(*next)) else { continue };
        let names: Vec<&str> = cycle.iter().map(|service| service.as_str()).collect();
        report.at(&dependency.origin, format!("services wait for each other: {}", names.join(" -> "))).help(
            "take one of these dependencies away; if it follows from a reference, write `any` for it in `depends_on`",
        );
        reported.extend(cycle);
    }
}

/// A path of dependencies from a container back to it.
fn back_to<'s>(stack: &'s Stack, start: &'s Container) -> Option<Vec<&'s ServiceName>> {
    let mut paths: Vec<Vec<&ServiceName>> = vec![vec![&start.service]];
    let mut seen: Vec<&ServiceName> = Vec::new();
    while let Some(path) = paths.pop() {
        let last = stack.container(path.last()?);
        for next in last.into_iter().flat_map(|container| container.depends_on.keys()) {
            let mut longer = path.clone();
            longer.push(next);
            if *next == *start.service {
                return Some(longer);
            }
            if !seen.contains(&next) {
                seen.push(next);
                paths.push(longer);
            }
        }
    }
    None
}
