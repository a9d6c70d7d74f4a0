//! The defaults of Odoo, each with its reason.

use super::input::{Proxy, SessionStore};
use crate::components::defaults::{DROPPED, Usual, UsualTimes, constant};
use crate::units::{ContainerPath, HostPath, Port, ServiceName, VolumeName};

defaults! {
    odoo_service: ServiceName = constant("odoo"), "the usual name";
    http_port: Port = Port::new(8069), "Odoo's own";
    gevent_port: Port = Port::new(8072), "Odoo's own";
    odoo_volume: VolumeName = constant("odoo_data"), "the usual name";
    addons_dir: HostPath = constant("./addons"), "the usual place";
    core_addons: ContainerPath = constant("/usr/lib/python3/dist-packages/odoo/addons"), "the official image's";
    sessions: SessionStore = SessionStore::Files, "Odoo's own";
    session_db: u32 = 0, "Redis's first";
    proxy: Proxy = Proxy::None, "no proxy is named";
    publish: bool = true, "users or their proxy reach it";
}

/// Odoo: its first start loads every module. Its image does not run as root.
pub(in crate::components) const ODOO: Usual = Usual {
    times: UsualTimes(30, 10, 3, 60),
    cap_drop: DROPPED,
    cap_add: (&[], "the image does not run as root"),
    pids: (1024, "workers, their threads and those of the PDF renderer"),
    stop_grace_period: (60, "requests under way are answered"),
};
