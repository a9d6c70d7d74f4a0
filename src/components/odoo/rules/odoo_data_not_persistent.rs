//! Odoo's attachments are lost when its container is recreated.
//!
//! # Why
//! `data_dir` holds the attachments, and also the sessions if they are stored in files. If it is in neither a
//! volume nor a bind mount, it exists only inside the container. It is then lost whenever the container is
//! recreated, which happens at each update.
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
        .at(data, format!("no writable mount contains `{dir}`: the attachments are lost with the container"))
        .help("remove `data_dir`, or use `odoo.volumes` to mount a folder there that Odoo's user may write to");
}
