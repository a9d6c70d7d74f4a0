//! `db_name` conflicts with the stack's database or with `dbfilter`.
//!
//! # Why
//! Odoo loads the databases in `db_name` at its start and runs the scheduled actions of these databases only
//! (odoo/service/server.py, 17 to 19). If the stack's own database is not among them, its scheduled actions never
//! run. If `dbfilter` is set, it alone decides which databases a visitor is offered, and `db_name` does not count
//! (odoo/http.py, `db_filter`). Odoo still loads a database that the filter does not match, but nobody can reach
//! it.
//!
//! # Wrong
//! [odoo.options]
//! db_name = "another"
//!
//! # Right
//! [odoo.options]
//! db_name = "shop"

use super::database_outside_dbfilter::matches;
use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Compares the names with the database and with the filter.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(names) = stack.odoo().options.get("db_name") else { return };
    let OdooValue::List(listed) = &**names else { return };
    let listed: Vec<&str> = listed.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    let database = stack.postgres().database.as_str();
    if !listed.is_empty() && !listed.contains(&database) {
        report
            .at(names, format!("`db_name` does not list the database `{database}`: its scheduled actions never run"))
            .also(&stack.postgres().database, "the database")
            .help(format!("add `{database}` to `db_name`, or remove `db_name`"));
        return;
    }
    let Some(filter) = stack.odoo().options.get("dbfilter") else { return };
    let OdooValue::Text(pattern) = &**filter else { return };
    for name in listed.iter().filter(|name| matches(pattern, name) == Ok(false)) {
        report
            .at(names, format!("Odoo loads `{name}`, but `dbfilter` does not match it: nobody can reach it"))
            .also(filter, "the filter")
            .help("make `dbfilter` match it, or remove it from `db_name`");
    }
}
