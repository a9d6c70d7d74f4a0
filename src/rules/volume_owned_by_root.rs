//! Odoo cannot write to one of its volumes.
//!
//! # Why
//! A new volume gets the owner of the image's folder at the target of the mount. If the image has no such folder,
//! the volume belongs to root (Docker 20.10, observed). In Odoo's image two folders belong to Odoo's user,
//! `/var/lib/odoo` and `/mnt/extra-addons` (odoo/docker, 19.0/Dockerfile). Odoo cannot write to a volume at any
//! other target, not even at one inside these folders. With the filestore on such a volume, Odoo fails to store the
//! first attachment.
//!
//! # Wrong
//! [odoo]
//! volumes = [{ source = { volume = "reports" }, target = "/srv/reports" }]
//!
//! # Right
//! [odoo]
//! volumes = [{ source = { bind = "/srv/reports" }, target = "/srv/reports" }]

use crate::components::odoo::table::ODOO_FOLDERS;
use crate::model::MountSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks at the targets of the volumes of Odoo's container.
pub fn check(stack: &Stack, report: &mut Report) {
    for mount in &stack.odoo().container.mounts {
        let MountSource::Volume(name) = &mount.source else { continue };
        let target = mount.target.as_str();
        if *mount.read_only || ODOO_FOLDERS.contains(&target.trim_end_matches('/')) {
            continue;
        }
        report
            .at(
                &mount.source.origin(),
                format!("Odoo cannot write to `{}`: a new volume at `{target}` belongs to root", name.as_str()),
            )
            .help("remove it: Odoo keeps attachments and sessions in `odoo.volume`, at /var/lib/odoo");
    }
}
