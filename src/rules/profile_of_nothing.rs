//! A mode activates a profile that no service has.
//!
//! # Why
//! Compose accepts any profile name: a profile that no service has starts nothing. With a typing error in the name,
//! the mode runs without the services that it is meant to start.
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

use std::collections::{BTreeMap, BTreeSet};

use crate::origin::Span;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// The profiles of the services, each place once.
fn of_services<'s>(stacks: &[&'s Stack]) -> BTreeMap<Span, &'s str> {
    let containers = stacks.iter().flat_map(|stack| stack.containers());
    containers.flat_map(|of| &of.profiles).map(|profile| (profile.span(), profile.as_str())).collect()
}

/// Whether, of two profiles that do not match, the one of the mode is misspelt: several services have the other one, or
/// the other one is the name of a mode.
pub(super) fn is_misspelt(stacks: &[&Stack], of_mode: &str, of_service: &str) -> bool {
    let names = |name: &str| stacks.iter().any(|stack| stack.mode.as_ref().is_some_and(|mode| mode.as_str() == name));
    let profiles = of_services(stacks);
    let known = profiles.values().any(|profile| *profile == of_mode);
    let several = profiles.values().filter(|profile| **profile == of_service).count() > 1;
    !known && (names(of_service) || (several && !names(of_mode)))
}

/// Looks at the profiles of every mode.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let known: BTreeSet<&str> = of_services(stacks).into_values().collect();
    let active: BTreeSet<&str> =
        stacks.iter().flat_map(|stack| &stack.profiles).map(|profile| profile.as_str()).collect();
    for stack in stacks {
        for profile in stack.profiles.iter().filter(|profile| !known.contains(profile.as_str())) {
            let near = nearest(profile.as_str(), known.iter().copied());
            // Of the two that do not match, only one is reported.
            if near.is_some_and(|near| !active.contains(near) && !is_misspelt(stacks, profile.as_str(), near)) {
                continue;
            }
            let help = near.map_or_else(
                || "remove it, or add it to the services that the mode needs".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let finding = report.at(profile, format!("no service has the profile `{}`", profile.as_str())).help(help);
            // A profile that the mode already has cannot be in its list twice.
            if let Some(near) = near.filter(|near| stack.profiles.iter().all(|other| other.as_str() != *near)) {
                finding.fix(Fix::suggested("use the profile of the services").set(profile, "profiles", near));
            }
        }
    }
}
