//! A mode activates a profile that no service has.
//!
//! # Why
//! Compose takes any name for a profile: one that nothing has starts nothing. With a letter wrong a mode runs without the
//! services that it is for.
//!
//! # Wrong
//! [services.worker]
//! profiles = ["production"]
//! [modes.production]
//! profiles = ["production", "monitoring"]
//!
//! # Right
//! [services.worker]
//! profiles = ["production"]
//! [modes.production]
//! profiles = ["production"]

use std::collections::BTreeSet;

use super::prelude::*;

/// Its findings are warnings.
pub const SEVERITY: Severity = Warning;

/// Looks at the profiles of every mode.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let containers = stacks.iter().flat_map(|stack| stack.containers());
    let known: BTreeSet<&str> = containers.flat_map(|of| &of.profiles).map(|profile| profile.as_str()).collect();
    let active: BTreeSet<&str> =
        stacks.iter().flat_map(|stack| &stack.profiles).map(|profile| profile.as_str()).collect();
    for stack in stacks {
        for profile in stack.profiles.iter().filter(|profile| !known.contains(profile.as_str())) {
            let near = nearest(profile.as_str(), known.iter().copied());
            // Of the two that do not meet, the one of the services is told.
            if near.is_some_and(|near| !active.contains(near)) {
                continue;
            }
            let help = near.map_or_else(
                || "take it out, or give it to the services that it is for".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let finding = report.at(profile, format!("no service has the profile `{}`", profile.as_str())).help(help);
            // What the mode has already cannot stand there twice.
            if let Some(near) = near.filter(|near| stack.profiles.iter().all(|other| other.as_str() != *near)) {
                finding.fix(Fix::suggested("the profile of the services").set(profile, "profiles", near));
            }
        }
    }
}
