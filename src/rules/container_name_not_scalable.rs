//! Containers with fixed names.
//!
//! # Why
//! A name is unique on its host: a second project of the same stack, for a test or for another
//! customer, cannot start beside the first, and no service with a name can have two containers.
//!
//! # Wrong
//! [odoo]
//! container_name = "shop_app"
//!
//! # Right
//! [odoo]
//! service = "app"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

pub const DEPENDS_ON: &[&str] = &[COMPONENTS, "modes"];

/// Collects every fixed name into one finding.
pub fn check(stack: &Stack, report: &mut Report) {
    let names: Vec<_> = stack.containers().filter_map(|container| container.name.as_ref()).collect();
    let Some((first, rest)) = names.split_first() else { return };
    let message = match names.len() {
        1 => "a container has a fixed name: the project cannot run twice on one host".to_owned(),
        many => format!("{many} containers have fixed names: the project cannot run twice on one host"),
    };
    report
        .at(*first, message)
        .also_all(rest.iter().map(|name| (*name, "fixed".to_owned())))
        .help("leave `container_name` out: Compose makes names from project and service");
}
