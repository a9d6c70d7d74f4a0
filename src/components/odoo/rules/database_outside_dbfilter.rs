//! Odoo does not see its own database.
//!
//! # Why
//! `dbfilter` is a regular expression that a database's name must match from its start; `%d` and `%h`
//! stand for the host name of the request. Where the database's name cannot match, Odoo offers none:
//! every request ends in the selector, or in an error.
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

/// The same without an expression, for filters as most are: the beginning of a name, or a whole one.
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

/// Whether a database's name matches a filter; nothing where the filter is no regular expression that can be checked.
pub(super) fn matches(filter: &str, name: &str) -> Result<bool, ()> {
    if let Some(matches) = matches_literal(filter, name) {
        return Ok(matches);
    }
    let pattern = filter.replace("%h", ANY).replace("%d", ANY);
    // The first match is the leftmost one: where any starts with the name, it does.
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
        Ok(false) => format!("the database `{name}` does not match dbfilter"),
        Err(()) => "dbfilter is no regular expression that can be checked".to_owned(),
    };
    // A name with `\.` for each point would be another spelling of it, which nobody hides where it is a credential.
    let help = if name.contains('.') {
        "it is matched from the start of the name: write this one between `^` and `$`, with `\\.` for each point"
            .to_owned()
    } else {
        format!(
            "it is matched from the start of the name: `^{name}$` is this database alone, `^{name}` every one that starts so"
        )
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
