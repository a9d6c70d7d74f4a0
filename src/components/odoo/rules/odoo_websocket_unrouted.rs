//! No proxy forwards websockets to the gevent process.
//!
//! # Why
//! With workers, Odoo's gevent process serves `/websocket` on a separate port, but browsers connect to the HTTP
//! port. Without a reverse proxy that forwards `/websocket` to the gevent port, chat, notifications and the bus do
//! not work.
//!
//! # Wrong
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_memory_soft = "1 GiB"
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32
//! limit_memory_soft = "1 GiB"

use crate::components::odoo::input::Proxy;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks for a proxy that runs wherever there are workers.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo();
    let workers = odoo.workers();
    let (what, help) = match &*odoo.proxy {
        Proxy::None => (
            "no proxy".to_owned(),
            "name the proxy with `proxy = \"external\"` or `proxy = { service = \"…\" }`, or set `workers = 0`",
        ),
        Proxy::Service(name) if !stack.container(name).is_some_and(|proxy| proxy.active) => (
            format!("`{}` does not run", name.as_str()),
            "run the proxy wherever workers run, or set `workers = 0` where it does not run",
        ),
        Proxy::External | Proxy::Service(_) => return,
    };
    if *workers == 0 {
        return;
    }
    report
        .at(&workers, format!("Odoo has workers, but nothing forwards `/websocket` to port {}", odoo.gevent_port.get()))
        .also_all([(&odoo.proxy, what)])
        .help(help);
}
