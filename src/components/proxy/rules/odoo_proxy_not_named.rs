//! Odoo does not know about the proxy of the stack.
//!
//! # Why
//! If Odoo does not know that it runs behind a proxy, every request seems to come from the proxy. All log entries
//! show the same address, links and redirects use http, and one user who is locked out after wrong passwords locks
//! out everyone. `odoo.proxy` names the proxy, and `proxy_mode` follows from it.
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

/// Looks at `odoo.proxy` wherever the proxy runs.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(proxy) = stack.proxy().filter(|proxy| proxy.container.active) else { return };
    let (service, told) = (&proxy.container.service, &stack.odoo().proxy);
    let message = match &**told {
        Proxy::Service(name) if *name == **service => return,
        Proxy::Service(name) => {
            format!("`odoo.proxy` names `{}`, but the proxy of the stack is `{}`", name.as_str(), service.as_str())
        }
        Proxy::External => {
            format!("`odoo.proxy` names an external proxy, but the proxy of the stack is `{}`", service.as_str())
        }
        Proxy::None => format!("`odoo.proxy` does not name `{}`, the proxy of the stack", service.as_str()),
    };
    report
        .at(told, message)
        .also_all([(&proxy.section, "the proxy".to_owned())])
        .help(format!("set `proxy = {{ service = \"{}\" }}` under `[odoo]`", service.as_str()));
}
