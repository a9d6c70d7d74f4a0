//! An option does not exist in this version of Odoo.
//!
//! # Why
//! Odoo keeps an unknown option in its configuration without using it. Odoo 19 logs a warning at each start. If an
//! addon reads the option, set it under `odoo.custom_options`. Otherwise it is a typo, and the setting that it was
//! meant to change keeps its default.
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
                .at(value, format!("Odoo {version} has no option `{name}`, which was added in Odoo {since}"))
                .in_key()
                .also(&stack.odoo().release.image, &format!("Odoo {version}"));
            match ODOO_OLD_NAMES.iter().find(|old| old.new == Some(name) && known(old.name)) {
                Some(old) => finding
                    .help(format!("use `{}`, its name in Odoo {version}", old.name))
                    .fix(Fix::suggested("use the name of this version").rename(value, old.name)),
                None => finding.help("remove it").fix(Fix::suggested("remove the option").remove(value)),
            };
            continue;
        }
        let finding = report.at(value, format!("Odoo {version} has no option `{name}`")).in_key();
        let free = |name: &&str| known(name) && is_free(name);
        match nearest(name, odoo_options().keys().filter(free)) {
            Some(known) => finding
                .help(format!(
                    "did you mean `{known}`? If an addon reads this option, set it under `odoo.custom_options`"
                ))
                .fix(Fix::suggested(&format!("rename it to `{known}`")).rename(value, known))
                .meant(path_of(known)),
            None => finding.help("remove it, or set it under `odoo.custom_options` if an addon reads it"),
        };
    }
}
