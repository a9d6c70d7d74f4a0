//! An option that Odoo takes from its command line alone.
//!
//! # Why
//! Odoo 19 refuses or ignores these options in a file: they start one run, they do not describe a
//! server.
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
        report.at(value, format!("Odoo takes `{name}` from its command line alone")).help(format!(
            "leave it out, and give it to one run: `docker compose run --rm {} odoo --{}`",
            stack.odoo().container.service.as_str(),
            name.replace('_', "-")
        ));
    }
}
