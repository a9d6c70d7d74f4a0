//! A service does not wait for a service that it connects to.
//!
//! # Why
//! A reference to a service also creates a dependency. Without the dependency the client may start first, fail to
//! connect and exit. `any` in `depends_on` turns the dependency off.
//!
//! If the other service already waits for the client, the dependency has to be off, and the rule reports nothing.
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

/// Looks for references whose dependency is turned off. It ignores those that would close a cycle, and those to an
/// inactive service: Compose rejects such a dependency.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        let runs = |name: &ServiceName| stack.container(name).is_some_and(|target| target.active);
        let wanted = |name: &ServiceName| runs(name) && !waits(stack, name, &container.service);
        for (name, origin) in container.unordered.iter().filter(|(name, _)| wanted(name)) {
            let (client, target) = (container.service.as_str(), name.as_str());
            report.at(origin, format!("`{client}` connects to `{target}` but does not wait for it")).help(format!(
                "remove `{target} = \"any\"` from `depends_on`, or allow this if `{client}` retries the connection"
            ));
        }
    }
}

/// Whether a service waits for another one, directly or through others.
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
