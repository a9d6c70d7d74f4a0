//! The list of server-wide modules lacks the one for sessions.
//!
//! # Why
//! Odoo keeps sessions in Redis by the module `session_redis`, which must be loaded server-wide: the
//! generated odoo.conf has it in any case. A list that is written without it says something else than
//! what is deployed.
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
        .at(modules, format!("sessions live in Redis, and `{added}` is not in this list"))
        .also(&stack.odoo().sessions, "the sessions")
        .help(format!("add `{added}`, or leave the list out"))
        .fix(Fix::safe("add the module").set(modules, "server_wide_modules", list.clone()));
}
