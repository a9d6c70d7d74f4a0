//! Two containers with one fixed name.
//!
//! # Why
//! A container's name is unique on its host: Compose 2.40.3 refuses the whole project.
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

use super::prelude::*;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// Compares every fixed name with those before it; profiles do not matter to Compose.
pub fn check(stack: &Stack, report: &mut Report) {
    let named: Vec<_> = stack.containers().filter_map(|container| container.name.as_ref()).collect();
    for (index, name) in named.iter().enumerate() {
        if let Some(other) = named.iter().take(index).find(|other| other.as_str() == name.as_str()) {
            report
                .at(*name, format!("two containers are named `{}`", name.as_str()))
                .also(*other, "the other one")
                .help("give one of them another name, or leave it out: Compose makes one");
        }
    }
}
