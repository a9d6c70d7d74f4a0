//! The attachments of Odoo are lost with its container.
//!
//! # Why
//! `data_dir` holds the attachments, and the sessions where they are files. Outside of a volume, or of a
//! folder of the host, it is in the container, and gone when that is made anew: at each update.
//!
//! # Wrong
//! [odoo.options]
//! data_dir = "/srv/odoo"
//!
//! # Right
//! [odoo]
//! volumes = [{ source = { bind = "/srv/odoo" }, target = "/srv/odoo" }]
//! [odoo.options]
//! data_dir = "/srv/odoo"

use crate::components::odoo::OdooValue;
use crate::model::Mount;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Looks for a writable mount at or above the folder.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(data) = stack.odoo().options.get("data_dir") else { return };
    let OdooValue::Text(dir) = &**data else { return };
    let holds = |mount: &Mount| {
        let below = dir.strip_prefix(mount.target.as_str().trim_end_matches('/'));
        !*mount.read_only && below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if stack.odoo().container.mounts.iter().any(holds) {
        return;
    }
    report
        .at(data, format!("nothing is mounted for writing at `{dir}`: the attachments are lost with the container"))
        .help("leave `data_dir` out, or mount a folder that Odoo's user may write to there, under `odoo.volumes`");
}
