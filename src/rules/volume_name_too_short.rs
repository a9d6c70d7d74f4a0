//! The name of a volume has only one letter.
//!
//! # Why
//! Compose reads `v:/data` as a Windows drive and mounts something else, without an error (2.40.3, observed). The
//! generated files use the long form, but commands and scripts that people write may use the short one.
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

pub const REFUSED_BY: &str = "Compose mounts something else instead of the volume";

/// Looks at the name of each volume.
pub fn check(stack: &Stack, report: &mut Report) {
    for mount in stack.containers().flat_map(|container| &container.mounts) {
        if let MountSource::Volume(name) = &mount.source
            && name.as_str().len() < 2
        {
            report
                .at(name, "Compose reads a volume name of one letter as a Windows drive")
                .help("use a name of at least 2 letters");
        }
    }
}
