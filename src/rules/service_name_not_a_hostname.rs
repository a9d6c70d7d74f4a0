//! A host name with an underscore in a URL.
//!
//! # Why
//! RFC 1123 has no `_` in host names: some clients and proxies refuse such a URL or read it wrong. A
//! service with `_` in its name answers to the same name with `-` as well, and references use that.
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

/// Looks for services with `_` in their names in the URLs that are written out.
pub fn check(stack: &Stack, report: &mut Report) {
    let active = |service: &ServiceName| stack.container(service).is_some_and(|container| container.active);
    for literal in stack.literals.iter().filter(|literal| active(&literal.service)) {
        for address in addresses(&literal.text).iter().filter(|address| address.scheme.is_some()) {
            let Some((target, _)) = stack.host(address.host).filter(|_| address.host.contains('_')) else { continue };
            report
                .at(&literal.text, format!("`{}` is no host name by RFC 1123", address.host))
                .also(&target.service, "the service")
                .help(format!("use a reference, or `{}`, which is the same service", target.host()));
        }
    }
}
