//! A command-line option of Odoo is set in odoo.conf.
//!
//! # Why
//! Odoo 19 rejects or ignores these options in a file. They apply to a single run and do not describe a server.
//!
//! # Wrong
//! [odoo.options]
//! stop_after_init = true
//!
//! # Right
//! [odoo.options]
//! with_demo = false

use crate::components::odoo::table::ODOO_COMMAND_LINE;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks for options of the command line.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, value) in stack.odoo().options.iter().filter(|(name, _)| ODOO_COMMAND_LINE.contains(&name.as_str())) {
        report.at(value, format!("Odoo accepts `{name}` only on its command line")).help(format!(
            "remove it, and pass it to a single run: `docker compose run --rm {} odoo --{}`",
            stack.odoo().container.service.as_str(),
            name.replace('_', "-")
        ));
    }
}
