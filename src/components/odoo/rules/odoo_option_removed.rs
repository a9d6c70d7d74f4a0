//! An option was removed or renamed in this version of Odoo.
//!
//! # Why
//! Odoo keeps a removed option in its configuration without using it. The setting that the option was meant to
//! change keeps its default, and at most one line in the log mentions it. Odoo still reads a few old names; for
//! these the rule reports a warning.
//!
//! # Wrong
//! [odoo.options]
//! osv_memory_age_limit = 2
//!
//! # Right
//! [odoo.options]
//! transient_age_limit = 2.0

use crate::components::odoo::OdooValue;
use crate::components::odoo::table::{OdooKind, odoo_old_name, odoo_option};
use crate::rule::prelude::*;

/// Its findings stop a build; names that are still read are warnings.
pub const SEVERITY: Severity = Error;

/// Options that have their own key in the input.
const KEYS: [(&str, &str); 2] = [("http_port", "odoo.ports.http"), ("gevent_port", "odoo.ports.gevent")];

/// Looks for the names of earlier versions.
pub fn check(stack: &Stack, report: &mut Report) {
    let (options, version) = (&stack.odoo().options, stack.odoo().version());
    for (name, value) in options {
        let Some(old) = odoo_old_name(name, version) else { continue };
        let finding = if old.read_until.is_some_and(|last| version <= last) {
            report
                .at(value, format!("`{name}` is an old name that Odoo {version} still reads"))
                .severity(Warning)
                .in_key()
        } else {
            report.at(value, format!("Odoo {version} no longer has the option `{name}`")).in_key()
        };
        let Some(new) = old.new.filter(|new| odoo_option(new, version).is_some()) else {
            finding.help("remove it").fix(Fix::safe("remove the option").remove(value));
            continue;
        };
        let key = KEYS.iter().find(|(option, _)| *option == new).map_or(new, |(_, key)| key);
        match options.get(new) {
            Some(current) if **current == **value => finding
                .help(format!("remove it: its name is now `{new}`, and `{key}` already has this value"))
                .fix(Fix::safe("remove the option").remove(value)),
            Some(_) => finding
                .help(format!("remove it, or change `{key}`: its name is now `{new}`, and `{key}` has another value"))
                .fix(Fix::suggested("remove the option").remove(value)),
            None if takes(new, version, value) => {
                finding.help(format!("use its new name, `{new}`")).fix(Fix::safe("use the new name").rename(value, new))
            }
            None => finding.help(format!("use its new name, `{new}`, which takes another type of value")),
        };
    }
}

/// Whether an option takes a value that was written for another one.
fn takes(name: &str, version: u32, value: &OdooValue) -> bool {
    match odoo_option(name, version).map(|option| &option.kind) {
        Some(OdooKind::Text) => matches!(value, OdooValue::Text(_)),
        Some(OdooKind::Bool) => matches!(value, OdooValue::Bool(_)),
        Some(OdooKind::Integer | OdooKind::Bytes | OdooKind::Seconds) => {
            matches!(value, OdooValue::Integer(number) if *number >= 0)
        }
        Some(OdooKind::Real) => matches!(value, OdooValue::Integer(_) | OdooValue::Real(_)),
        Some(OdooKind::List) => matches!(value, OdooValue::Text(_) | OdooValue::List(_)),
        Some(OdooKind::Enum(_)) | None => false,
    }
}
