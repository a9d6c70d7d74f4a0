//! `proxy_mode` contradicts `odoo.proxy`.
//!
//! # Why
//! With `proxy_mode`, Odoo takes the client's address, the host and the scheme from the `X-Forwarded-*` headers.
//! If no proxy sets these headers, any client can forge them. Without `proxy_mode` behind a proxy, Odoo sees the
//! proxy as the client of every request and generates `http://` links.
//!
//! stackgen derives `proxy_mode` from `odoo.proxy`. The rule reports a `proxy_mode` in `odoo.options` that
//! contradicts it.
//!
//! # Wrong
//! [odoo.options]
//! proxy_mode = true
//!
//! # Right
//! [odoo]
//! proxy = "external"

use crate::components::odoo::input::Proxy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the option with the proxy.
pub fn check(stack: &Stack, report: &mut Report) {
    let (mode, proxy) = (stack.odoo().boolean("proxy_mode"), &stack.odoo().proxy);
    let behind = **proxy != Proxy::None;
    if *mode == behind {
        return;
    }
    let message = if behind {
        "Odoo is behind a proxy, but sees the proxy as the client of every request"
    } else {
        "Odoo trusts `X-Forwarded-*` headers that no proxy sets"
    };
    report
        .at(&mode, message)
        .also_all([(proxy, "the proxy".to_owned())])
        .help("remove `proxy_mode`: it is derived from `odoo.proxy`")
        .fix(Fix::safe("derive it from `odoo.proxy`").remove(&mode));
}
