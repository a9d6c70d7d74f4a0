//! The defaults of Odoo, each with its reason.

use super::input::SessionStore;
use crate::components::defaults::{DROPPED, Usual, UsualTimes, constant};
use crate::units::HostPath;

defaults! {
    addons_dir: HostPath = constant("./addons"), "the usual folder";
    sessions: SessionStore = SessionStore::Files, "Odoo's own store";
}

/// Odoo: its first start loads every module. Its image does not run as root.
pub(in crate::components) const ODOO: Usual = Usual {
    times: UsualTimes(30, 10, 3, 60),
    cap_drop: DROPPED,
    cap_add: (&[], "the image does not run as root"),
    pids: (1024, "enough for the workers, their threads and the PDF renderer"),
    stop_grace_period: (60, "time to answer the requests in progress"),
};
