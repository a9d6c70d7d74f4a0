//! Nothing sends websockets to the process that serves them.
//!
//! # Why
//! With workers Odoo serves `/websocket` on a port of its own, by the gevent process. Without a reverse
//! proxy that sends it there, chat, notifications and the bus do not work: browsers ask the HTTP port.
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
            "name the proxy: `proxy = \"external\"` or `proxy = { service = \"…\" }`, or set workers to 0",
        ),
        Proxy::Service(name) if !stack.container(name).is_some_and(|proxy| proxy.active) => (
            format!("`{}` does not run", name.as_str()),
            "start the proxy wherever workers run, or set workers to 0 where it does not",
        ),
        Proxy::External | Proxy::Service(_) => return,
    };
    if *workers == 0 {
        return;
    }
    report
        .at(&workers, format!("with workers > 0 nothing sends /websocket to port {}", odoo.gevent_port.get()))
        .also_all([(&odoo.proxy, what)])
        .help(help);
}
