//! Odoo's database manager is reachable.
//!
//! # Why
//! With `list_db`, anybody who can reach the HTTP port sees the names of all databases. The master password alone
//! is enough to create, copy, download or drop them.
//!
//! Without `odoo.admin_password`, the generated odoo.conf sets an empty master password, which forbids these
//! operations. The list of databases stays open, so the rule reports a warning in both cases. In a development
//! mode, only the developer can reach a port on 127.0.0.1, so the rule does not report it.
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

/// Looks at list_db wherever the HTTP port is published, or a proxy of the stack forwards requests.
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
        Some(_) => "anybody who reaches Odoo needs only the master password to drop a database",
        None => "anybody who reaches Odoo can list the databases",
    };
    let finding = report
        .at(&list, what)
        .also_all(port.map(|port| (&port.container, "the published port".to_owned())))
        .also_all(port.is_none().then_some((&odoo.proxy, "reachable through this proxy".to_owned())))
        .help("set `list_db = false` under `[odoo.options]`");
    if odoo.options_written {
        finding.fix(Fix::suggested("disable the database manager").set(&list, "list_db", false));
    }
}
