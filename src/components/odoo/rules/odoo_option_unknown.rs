//! An option that is not Odoo's.
//!
//! # Why
//! Odoo keeps an unknown option as it stands; 19 warns at each start. Where an addon reads it,
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

use crate::components::odoo::options::is_free;
use crate::components::odoo::table::{ODOO_COMMAND_LINE, ODOO_OLD_NAMES, odoo_old_name, odoo_option, odoo_options};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

fn path_of(option: &str) -> Vec<String> {
    ["odoo", "options", option].map(str::to_owned).to_vec()
}

/// Looks up every option in the table of the version.
pub fn check(stack: &Stack, report: &mut Report) {
    let version = stack.odoo().version();
    let known = |name: &str| odoo_option(name, version).is_some();
    let elsewhere = |name: &str| ODOO_COMMAND_LINE.contains(&name) || odoo_old_name(name, version).is_some();
    for (name, value) in stack.odoo().options.iter().filter(|(name, _)| !known(name) && !elsewhere(name)) {
        if let Some(option) = odoo_options().get(name.as_str()) {
            let since = option.versions.start();
            let finding = report
                .at(value, format!("Odoo {version} has no option `{name}`, which came with Odoo {since}"))
                .in_key()
                .also(&stack.odoo().release.image, &format!("Odoo {version}"));
            match ODOO_OLD_NAMES.iter().find(|old| old.new == Some(name) && known(old.name)) {
                Some(old) => finding
                    .help(format!("its name in Odoo {version} is `{}`", old.name))
                    .fix(Fix::suggested("use that name").rename(value, old.name)),
                None => finding.help("leave it out").fix(Fix::suggested("leave it out").remove(value)),
            };
            continue;
        }
        let finding = report.at(value, format!("Odoo {version} has no option `{name}`")).in_key();
        let free = |name: &&str| known(name) && is_free(name);
        match nearest(name, odoo_options().keys().filter(free)) {
            Some(known) => finding
                .help(format!("did you mean `{known}`? If an addon reads it, set it under `odoo.custom_options`"))
                .fix(Fix::suggested(&format!("call it `{known}`")).rename(value, known))
                .meant(path_of(known)),
            None => finding.help("if an addon reads it, set it under `odoo.custom_options`"),
        };
    }
}
