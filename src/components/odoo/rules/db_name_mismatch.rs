//! `db_name` names other databases than the deployment has.
//!
//! # Why
//! Odoo loads the databases of `db_name` at the start, and runs the scheduled actions of these alone
//! (odoo/service/server.py, 17 to 19). Where the deployment's own is not among them, its scheduled actions
//! never run. With `dbfilter` a visitor is offered what the filter matches, and `db_name` does not count
//! (odoo/http.py, `db_filter`): a database that does not match is loaded, and nobody reaches it.
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
            .at(names, format!("`db_name` does not name the database `{database}`: its scheduled actions never run"))
            .also(&stack.postgres().database, "the database")
            .help(format!("name `{database}` there as well, or leave `db_name` out"));
        return;
    }
    let Some(filter) = stack.odoo().options.get("dbfilter") else { return };
    let OdooValue::Text(pattern) = &**filter else { return };
    for name in listed.iter().filter(|name| matches(pattern, name) == Ok(false)) {
        report
            .at(names, format!("Odoo loads `{name}`, but `dbfilter` does not match it: nobody can reach it"))
            .also(filter, "the filter decides")
            .help("let the filter match it too, or take it out of `db_name`");
    }
}
