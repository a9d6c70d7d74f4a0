//! A host name in a URL contains an underscore.
//!
//! # Why
//! RFC 1123 does not allow `_` in host names: some clients and proxies reject such a URL or misread it. A service
//! with `_` in its name is also reachable under the same name with `-`, which is the name that references use.
//!
//! # Wrong
//! [services.ai_service]
//! image = "ai:1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! healthcheck = { command = ["check"] }
//! resources = { memory = "64 MiB" }
//! [services.api.environment]
//! AI_URL = "http://ai_service:8000"
//! [[rules.allow]]
//! rule = "endpoint-literal"
//! reason = "the other rule is meant"
//!
//! # Right
//! [services.ai_service]
//! image = "ai:1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! healthcheck = { command = ["check"] }
//! resources = { memory = "64 MiB" }
//! [services.api.environment]
//! AI_URL = { service = { name = "ai_service", port = 8000 } }

use crate::model::addresses;
use crate::rule::prelude::*;
use crate::units::ServiceName;

pub const SEVERITY: Severity = Advice;

/// Looks for services with `_` in their names in literal URLs.
pub fn check(stack: &Stack, report: &mut Report) {
    let active = |service: &ServiceName| stack.container(service).is_some_and(|container| container.active);
    for literal in stack.literals.iter().filter(|literal| active(&literal.service)) {
        for address in addresses(&literal.text).iter().filter(|address| address.scheme.is_some()) {
            let Some((target, _)) = stack.host(address.host).filter(|_| address.host.contains('_')) else { continue };
            report
                .at(&literal.text, format!("`{}` is not a valid host name (RFC 1123)", address.host))
                .also(&target.service, "the service")
                .help(format!(
                    "use a reference, or the name `{}`, under which the service is also reachable",
                    target.host()
                ));
        }
    }
}
