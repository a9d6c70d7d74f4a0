//! Fixed container names allow only one copy of the stack on a host.
//!
//! # Why
//! A container name is unique on its host. A second project of the same stack, for a test or for another customer,
//! cannot start next to the first, and a service with a fixed name cannot be scaled to two containers.
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
        .also_all(rest.iter().map(|name| (*name, "also fixed".to_owned())))
        .help("remove `container_name`: Compose then derives a name from the project and the service");
}
