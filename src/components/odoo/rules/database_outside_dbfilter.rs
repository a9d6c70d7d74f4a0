//! `dbfilter` does not match the stack's own database.
//!
//! # Why
//! `dbfilter` is a regular expression that Odoo matches from the start of a database's name. In it, `%d` and `%h`
//! stand for the host name of the request. If the name of the stack's database cannot match, Odoo does not offer
//! that database: every request ends at the database selector or with an error.
//!
//! # Wrong
//! [odoo.options]
//! dbfilter = "^odoo$"
//!
//! # Right
//! [odoo.options]
//! dbfilter = "^shop$"

use crate::components::odoo::OdooValue;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Any part of a host name.
const ANY: &str = "[A-Za-z0-9._-]*";

/// The same without a regular expression, for the most common filters: the start of a name, or a whole name.
fn matches_literal(filter: &str, name: &str) -> Option<bool> {
    let literal = filter.strip_prefix('^')?;
    let rest = literal.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "_-".contains(c));
    let literal = literal.strip_suffix(rest)?;
    match rest {
        "" | ".*" | ".*$" => Some(name.starts_with(literal)),
        "$" => Some(name == literal),
        _ => None,
    }
}

/// Whether a database's name matches a filter; an error if the filter is not a regular expression that can be checked.
pub(super) fn matches(filter: &str, name: &str) -> Result<bool, ()> {
    if let Some(matches) = matches_literal(filter, name) {
        return Ok(matches);
    }
    let pattern = filter.replace("%h", ANY).replace("%d", ANY);
    // The first match is the leftmost one: if any match starts where the name starts, this one does.
    let starts = |found: Option<fancy_regex::Match<'_>>| found.is_some_and(|found| found.start() == 0);
    let found = fancy_regex::Regex::new(&pattern).and_then(|regex| regex.find(name).map(starts));
    found.map_err(drop)
}

/// Matches the name of the database against the filter.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(filter) = stack.odoo().options.get("dbfilter") else { return };
    let OdooValue::Text(text) = &**filter else { return };
    let name = stack.postgres().database.as_str();
    let message = match matches(text, name) {
        Ok(true) => return,
        Ok(false) => format!("`dbfilter` does not match the database `{name}`"),
        Err(()) => "`dbfilter` is not a regular expression that stackgen can check".to_owned(),
    };
    // A name with `\.` for each dot would be another spelling of it, which nothing hides if it is a credential.
    let help = if name.contains('.') {
        "write the name between `^` and `$`, with `\\.` for each dot: the filter is matched from the start of the name"
            .to_owned()
    } else {
        format!("write `^{name}$` to match only this database, or `^{name}` to match every name that starts with it")
    };
    report.at(filter, message).also(&stack.postgres().database, "the database").help(help);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_expression_agrees_with_it() {
        for literal in ["", "o", "odoo", "odoo19_db", "odoo19_db2", "x"] {
            for rest in ["", ".*", ".*$", "$"] {
                let filter = format!("^{literal}{rest}");
                let found = fancy_regex::Regex::new(&filter).unwrap().find("odoo19_db").unwrap();
                assert_eq!(matches_literal(&filter, "odoo19_db"), Some(found.is_some_and(|found| found.start() == 0)));
            }
        }
        assert_eq!(matches_literal("^o.oo$", "odoo"), None);
        assert_eq!(matches_literal("odoo", "odoo"), None);
    }
}
