//! An option that is not Odoo's.
//!
//! # Why
//! Odoo 19 keeps an unknown option as it stands and warns at each start. Where an addon reads it,
//! `odoo.custom_options` says so; elsewhere it is a slip of the pen, and what it was to change stays
//! as it is by default.
//!
//! # Wrong
//! [odoo.options]
//! limit_time_reel = 240
//!
//! # Right
//! [odoo.options]
//! limit_time_real = 240

use super::prelude::*;
use crate::tables::{ODOO_COMMAND_LINE, odoo_options, odoo_successor};

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Looks up every option.
pub fn check(stack: &Stack, report: &mut Report) {
    let elsewhere = |name: &str| ODOO_COMMAND_LINE.contains(&name) || odoo_successor(name).is_some();
    for (name, value) in stack.odoo.options.iter().filter(|(name, _)| !odoo_options().contains_key(name.as_str())) {
        if elsewhere(name) {
            continue;
        }
        let finding = report.at(value, format!("Odoo 19 has no option `{name}`"));
        match nearest(name, odoo_options().keys().copied()) {
            Some(known) => finding
                .help(format!("did you mean `{known}`? If an addon reads it, set it under `odoo.custom_options`")),
            None => finding.help("if an addon reads it, set it under `odoo.custom_options`"),
        };
    }
}
