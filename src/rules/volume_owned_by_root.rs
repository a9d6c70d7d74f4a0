//! Odoo cannot write to a volume of its own.
//!
//! # Why
//! A fresh volume belongs to whom the image's folder at its target belongs to, and to root where the image has
//! none (Docker 20.10, observed). Odoo's image gives two folders to its user, `/var/lib/odoo` and
//! `/mnt/extra-addons` (odoo/docker, 19.0/Dockerfile); a volume at any other place, also inside these, is one
//! that Odoo may not write to: a filestore there fails with the first attachment.
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
                format!("Odoo cannot write to `{}`: a fresh volume at `{target}` is root's", name.as_str()),
            )
            .help("leave it out: `odoo.volume` is at /var/lib/odoo, where attachments and sessions are kept");
    }
}
