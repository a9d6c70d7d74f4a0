//! Odoo does not know that the stack's proxy stands in front of it.
//!
//! # Why
//! Behind a proxy that it was not told of, Odoo takes every user for the proxy: its logs have one address, its links and
//! redirects lead to http, and one user who is locked out for wrong passwords locks out all of them. `odoo.proxy` says
//! that there is one; `proxy_mode` follows from it.
//!
//! # Wrong
//! [proxy]
//! image = "nginx:1.28-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [proxy]
//! image = "nginx:1.28-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! [odoo]
//! proxy = { service = "proxy" }

use crate::components::odoo::input::Proxy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at what Odoo is told wherever the proxy runs.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(proxy) = stack.proxy().filter(|proxy| proxy.container.active) else { return };
    let (service, told) = (&proxy.container.service, &stack.odoo().proxy);
    let message = match &**told {
        Proxy::Service(name) if *name == **service => return,
        Proxy::Service(name) => format!("Odoo is told of `{}`, and `{}` runs", name.as_str(), service.as_str()),
        Proxy::External => format!("Odoo is told of a proxy elsewhere, and `{}` runs", service.as_str()),
        Proxy::None => format!("Odoo is not told that `{}` stands in front of it", service.as_str()),
    };
    report
        .at(told, message)
        .also_all([(&proxy.section, "the proxy".to_owned())])
        .help(format!("write `proxy = {{ service = \"{}\" }}` under `[odoo]`", service.as_str()));
}
