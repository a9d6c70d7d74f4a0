//! A service starts before the one it talks to.
//!
//! # Why
//! A reference to a service makes it a dependency: without it the client may start first, find nobody
//! and end. `any` in `depends_on` switches that off. Where the other one waits for the client already, it
//! has to: that is no finding.
//!
//! # Wrong
//! [services.api.environment]
//! REDIS_URL = { redis = { db = 1 } }
//! [services.api.depends_on]
//! redis-master = "any"
//!
//! # Right
//! [services.api.environment]
//! REDIS_URL = { redis = { db = 1 } }

use crate::rule::prelude::*;
use crate::units::ServiceName;

pub const SEVERITY: Severity = Warning;

/// Looks for references whose dependency is switched off, unless it would close a circle or the other
/// one does not run: Compose refuses to wait for that.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        let runs = |name: &ServiceName| stack.container(name).is_some_and(|target| target.active);
        let wanted = |name: &ServiceName| runs(name) && !waits(stack, name, &container.service);
        for (name, origin) in container.unordered.iter().filter(|(name, _)| wanted(name)) {
            let (client, target) = (container.service.as_str(), name.as_str());
            report.at(origin, format!("`{client}` talks to `{target}` and does not wait for it")).help(format!(
                "take `{target} = \"any\"` out of `depends_on`, or allow this if the client tries again"
            ));
        }
    }
}

/// Whether a service waits for another one, directly or by way of others.
fn waits(stack: &Stack, service: &ServiceName, other: &ServiceName) -> bool {
    let mut open = vec![service];
    let mut seen: Vec<&ServiceName> = Vec::new();
    while let Some(name) = open.pop() {
        let Some(container) = stack.container(name).filter(|_| !seen.contains(&name)) else { continue };
        if container.depends_on.contains_key(other) {
            return true;
        }
        seen.push(name);
        open.extend(container.depends_on.keys());
    }
    false
}
