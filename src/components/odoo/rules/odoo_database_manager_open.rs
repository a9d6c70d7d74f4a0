//! The database manager can be reached.
//!
//! # Why
//! With `list_db` anybody who reaches the HTTP port sees the names of all databases, and can create,
//! copy, download or drop them with the master password alone.
//!
//! Without `odoo.admin_password` the generated odoo.conf has an empty one, which forbids all that: then
//! only the list is open, so this is a warning in both cases. In a mode for development the developer
//! alone reaches a port on 127.0.0.1: that is no finding.
//!
//! # Wrong
//! [odoo.options]
//! list_db = true
//!
//! # Right
//! [odoo.options]
//! list_db = false

use crate::components::odoo::input::Proxy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at list_db wherever the HTTP port is published, or a proxy of the stack passes requests on.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let list = odoo.boolean("list_db");
    let port = odoo.container.ports.iter().find(|port| *port.container == *odoo.http_port);
    let proxied = matches!(&*odoo.proxy, Proxy::Service(name) if stack.active().any(|of| *of.service == *name));
    let harmless = stack.development && port.is_none_or(|port| port.address.is_loopback());
    if !*list || harmless || port.is_none() && !proxied {
        return;
    }
    let what = match odoo.admin_password {
        Some(_) => "everyone who reaches it needs only the master password to drop a database",
        None => "everyone who reaches it sees the names of the databases",
    };
    let finding = report
        .at(&list, what)
        .also_all(port.map(|port| (&port.container, "the published port".to_owned())))
        .also_all(port.is_none().then_some((&odoo.proxy, "the proxy that reaches it".to_owned())))
        .help("set `list_db = false` under `[odoo.options]`");
    if odoo.options_written {
        finding.fix(Fix::suggested("close the database manager").set(&list, "list_db", false));
    }
}
