//! Odoo believes headers that anybody can send.
//!
//! # Why
//! With `proxy_mode` Odoo takes the client's address, host and scheme from `X-Forwarded-*`. Without a
//! proxy that sets them, any client does. And behind a proxy without `proxy_mode`, Odoo takes every
//! user for the proxy, and its links lead to http.
//!
//! `proxy_mode` follows from `odoo.proxy`: the rule finds where `odoo.options` says otherwise.
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
        "Odoo is behind a proxy and takes every user for it"
    } else {
        "Odoo trusts X-Forwarded-* headers that no proxy sets"
    };
    report
        .at(&mode, message)
        .also_all([(proxy, "the proxy".to_owned())])
        .help("leave `proxy_mode` out: it follows from `odoo.proxy`")
        .fix(Fix::safe("let it follow from the proxy").remove(&mode));
}
