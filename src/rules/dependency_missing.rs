//! A service starts before the one it talks to.
//!
//! # Why
//! A reference to a service makes it a dependency: without it the client may start first, find nobody
//! and end. `any` in `depends_on` switches that off.
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

use super::prelude::*;
use crate::units::ServiceName;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Looks for references whose dependency is switched off, where the other one runs: Compose refuses
/// to wait for one that does not.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        let runs = |name: &ServiceName| stack.container(name).is_some_and(|target| target.active);
        for (name, origin) in container.unordered.iter().filter(|(name, _)| runs(name)) {
            let (client, target) = (container.service.as_str(), name.as_str());
            report.at(origin, format!("`{client}` talks to `{target}` and does not wait for it")).help(format!(
                "take `{target} = \"any\"` out of `depends_on`, or allow this if the client tries again"
            ));
        }
    }
}
