//! A variable in a value is not replaced.
//!
//! # Why
//! The container receives each value as it is written in the input: stackgen doubles every `$` in the Compose file,
//! and no shell reads the environment or `odoo.conf`. A program that receives `$HOME/x` looks for a folder with
//! that name. Use a secret (`{ secret = "…" }`) for a value from `.env`. Write any other value into the input, and
//! override it in a mode if it differs there.
//!
//! # Wrong
//! [services.api.environment]
//! STORE = "${HOME}/store"
//!
//! # Right
//! [services.api.environment]
//! STORE = "/srv/store"

use crate::components::odoo::OdooValue;
use crate::model::addresses;
use crate::rule::prelude::*;

/// Its findings are warnings: some programs replace variables themselves.
pub const SEVERITY: Severity = Warning;

pub const DEPENDS_ON: &[&str] = &["secrets"];

/// Options that are paths: Odoo may replace variables itself in some of them, so none is checked.
const PATHS: &[&str] = &[
    "addons_path",
    "data_dir",
    "geoip_city_db",
    "geoip_country_db",
    "logfile",
    "pidfile",
    "pre_upgrade_scripts",
    "screencasts",
    "screenshots",
    "upgrade_path",
];

/// The first variable in a text: `$NAME` or `${NAME…}`, in capitals, as Compose would replace it.
fn variable(text: &str) -> Option<&str> {
    text.match_indices('$').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let name = rest.strip_prefix('{').unwrap_or(rest);
        let length =
            name.find(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')).unwrap_or(name.len());
        let name = &name[..length];
        let behind = &rest[rest.len() - rest.trim_start_matches('{').len() + length..];
        let closed = !rest.starts_with('{') || behind.starts_with(['}', ':', '-', '?', '+']);
        let begins = name.starts_with(|c: char| c.is_ascii_uppercase());
        (closed && begins && name.len() > 1).then_some(name)
    })
}

/// Whether another rule reports a text: it has the variable of a secret, or an address of this stack.
fn is_told_otherwise(stack: &Stack, text: &At<String>) -> bool {
    let literal = stack.literals.iter().find(|literal| literal.text.span() == text.span());
    let of_secret = literal.is_some_and(|literal| super::secret_in_environment::asked_for(stack, literal).is_some());
    of_secret || addresses(text).iter().any(|address| stack.host(address.host).is_some())
}

/// Looks for variables in the environment and in the options of Odoo.
pub fn check(stack: &Stack, report: &mut Report) {
    let odoo = stack.odoo().environment.values();
    let services = stack.services().iter().flat_map(|service| service.environment.values());
    let environment = odoo.chain(services).filter_map(|term| Some(At::new(term.plain()?, term.origin())));
    let options = stack.odoo().options.iter().filter(|(name, _)| !PATHS.contains(&name.as_str()));
    let options = options.chain(&stack.odoo().custom_options).filter_map(|(_, value)| match &**value {
        OdooValue::Text(text) => Some(value.map(|_| text.clone())),
        _ => None,
    });
    let mut reported = Vec::new();
    for text in environment.chain(options) {
        let Some(name) = variable(&text).filter(|_| !is_told_otherwise(stack, &text)) else { continue };
        if !reported.contains(&text.span()) {
            reported.push(text.span());
            report
                .at(&text, format!("nothing replaces `${name}` here: the program receives it as it is written"))
                .help(
                    "write the value, or `{ secret = \"…\" }`; allow this finding if the program replaces \
                     the variable itself",
                );
        }
    }
}
