//! A service has a profile that no mode activates.
//!
//! # Why
//! Compose starts a service that has profiles only if one of them is active. If no mode activates a profile of the
//! service, often because of a typing error, the service runs in no mode: replicas with the profile `produccion` do
//! not run in production. If people start the service by hand with `--profile`, allow the finding and give that as
//! the reason.
//!
//! # Wrong
//! [modes.production]
//! profiles = ["production"]
//! [services.worker]
//! profiles = ["prodction"]
//!
//! # Right
//! [modes.production]
//! profiles = ["production"]
//! [services.worker]
//! profiles = ["production"]

use std::collections::BTreeSet;

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks at the profiles of every container. Without modes, people activate profiles themselves.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let active: BTreeSet<&str> =
        stacks.iter().flat_map(|stack| &stack.profiles).map(|profile| profile.as_str()).collect();
    if stacks.iter().all(|stack| stack.mode.is_none()) {
        return;
    }
    let mut told = BTreeSet::new();
    for container in stacks.iter().flat_map(|stack| stack.containers()) {
        for profile in container.profiles.iter().filter(|profile| !active.contains(profile.as_str())) {
            if !told.insert(profile.span()) {
                continue;
            }
            let near = nearest(profile.as_str(), active.iter().copied());
            if near.is_some_and(|near| super::profile_of_nothing::is_misspelt(stacks, near, profile.as_str())) {
                continue;
            }
            let help = near.map_or_else(
                || {
                    "add it to the `profiles` of a mode, or allow this finding if people start the service by hand"
                        .to_owned()
                },
                |near| format!("did you mean `{near}`?"),
            );
            let finding =
                report.at(profile, format!("no mode activates the profile `{}`", profile.as_str())).help(help);
            if let Some(near) = near {
                finding.fix(Fix::suggested("use the profile of a mode").set(profile, "profiles", near));
            }
        }
    }
}
