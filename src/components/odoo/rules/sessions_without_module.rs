//! `server_wide_modules` does not list the session module.
//!
//! # Why
//! To keep sessions in Redis, Odoo must load the module `session_redis` server-wide. The generated odoo.conf lists
//! the module in any case. If the list in the input omits it, the input differs from what is deployed.
//!
//! # Wrong
//! [odoo]
//! sessions = { store = "redis" }
//! [odoo.options]
//! server_wide_modules = ["base", "web"]
//!
//! # Right
//! [odoo]
//! sessions = { store = "redis" }
//! [odoo.options]
//! server_wide_modules = ["base", "web", "session_redis"]

use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks for what was added to a list that is written.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(modules) = stack.odoo().options.get("server_wide_modules").filter(|modules| modules.is_written()) else {
        return;
    };
    let (Some(added), OdooValue::List(list)) = (&stack.odoo().added_module, &**modules) else { return };
    report
        .at(modules, format!("sessions are stored in Redis, but `{added}` is not in this list"))
        .also(&stack.odoo().sessions, "the session store")
        .help(format!("add `{added}`, or remove the list"))
        .fix(Fix::safe("add the module").set(modules, "server_wide_modules", list.clone()));
}
