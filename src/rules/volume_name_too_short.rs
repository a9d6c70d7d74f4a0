//! A volume of one letter.
//!
//! # Why
//! Compose reads `v:/data` as a drive of Windows and mounts something else, without an error (2.40.3,
//! observed). The generated files use the long form; what people and scripts write beside them does
//! not.
//!
//! # Wrong
//! [odoo]
//! volume = "v"
//!
//! # Right
//! [odoo]
//! volume = "vo"

use crate::model::MountSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Compose mounts something else";

/// Looks at the name of each volume.
pub fn check(stack: &Stack, report: &mut Report) {
    for mount in stack.containers().flat_map(|container| &container.mounts) {
        if let MountSource::Volume(name) = &mount.source
            && name.as_str().len() < 2
        {
            report
                .at(name, "Compose reads a volume of one letter as a drive of Windows")
                .help("give it a name of two letters or more");
        }
    }
}
