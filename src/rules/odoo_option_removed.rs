//! An option that Odoo 19 no longer knows.
//!
//! # Why
//! Odoo 19 keeps an option that it does not know as it stands, without using it: what it was to
//! change stays as it is by default, and only a line in the log says so.
//!
//! # Wrong
//! [odoo.options]
//! osv_memory_age_limit = 2
//!
//! # Right
//! [odoo.options]
//! transient_age_limit = 2.0

use super::prelude::*;
use crate::tables::ODOO_REMOVED;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Looks for the names of earlier versions.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, value) in &stack.odoo.options {
        let Some((_, replacement)) = ODOO_REMOVED.iter().find(|(removed, _)| removed == name) else { continue };
        let finding = report.at(value, format!("Odoo 19 no longer knows `{name}`"));
        match replacement {
            Some(new) => finding.help(format!("its name is now `{new}`")),
            None => finding.help("leave it out"),
        };
    }
}
