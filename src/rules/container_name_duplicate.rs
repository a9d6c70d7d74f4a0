//! Two containers have the same fixed name.
//!
//! # Why
//! A container name is unique on its host. Compose 2.40.3 rejects the whole project.
//!
//! # Wrong
//! [odoo]
//! container_name = "shop_app"
//! [postgres]
//! container_name = "shop_app"
//! [[rules.allow]]
//! rule = "container-name-not-scalable"
//! reason = "one of each"
//!
//! # Right
//! [odoo]
//! container_name = "shop_app"
//! [postgres]
//! container_name = "shop_db"
//! [[rules.allow]]
//! rule = "container-name-not-scalable"
//! reason = "one of each"

use crate::rule::prelude::*;
use std::collections::BTreeMap;

use crate::units::ContainerName;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose rejects the project";

/// Compares every fixed name with those before it; profiles do not matter to Compose. Two patterns
/// that expand to the same names are one mistake.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut known: BTreeMap<&str, &At<ContainerName>> = BTreeMap::new();
    let mut reported = Vec::new();
    for name in stack.containers().filter_map(|container| container.name.as_ref()) {
        let Some(other) = known.get(name.as_str()) else {
            known.insert(name.as_str(), name);
            continue;
        };
        let places = (name.span(), other.span());
        if !reported.contains(&places) {
            reported.push(places);
            report
                .at(name, format!("two containers are named `{}`", name.as_str()))
                .also(*other, "also used here")
                .help("rename one of them, or remove the name: Compose then generates one");
        }
    }
}
