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
            Some(new) if stack.odoo.options.get(*new).is_some_and(|current| **current == **value) => finding
                .help(format!("its name is now `{new}`, which has this value already: leave this one out"))
                .fix(Fix::safe("leave it out").remove(value)),
            Some(new) if stack.odoo.options.contains_key(*new) => finding
                .help(format!(
                    "its name is now `{new}`, which has another value: leave this one out, or set {}",
                    key_of(new)
                ))
                .fix(Fix::suggested("leave it out").remove(value)),
            Some(new) => {
                finding.help(format!("its name is now `{new}`")).fix(Fix::safe("use the new name").rename(value, new))
            }
            None => finding.help("leave it out").fix(Fix::safe("leave it out").remove(value)),
        };
    }
}

/// Where an option is set.
fn key_of(option: &str) -> &str {
    match option {
        "http_port" => "`odoo.ports.http`",
        "gevent_port" => "`odoo.ports.gevent`",
        _ => "that one",
    }
}
