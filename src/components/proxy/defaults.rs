//! The defaults of nginx, each with its reason.

use crate::components::defaults::{DROPPED, Usual, UsualTimes};
use crate::input::Capability;
use crate::units::{Bytes, Cpus};

defaults! {
    memory: Bytes = Bytes::mib(128), "a worker for each core, and room for the buffers of requests";
    cpus: Cpus = Cpus::thousandths(500), "it only passes requests on";
}

/// nginx. Its master is root: it gives folders to the user of the workers, and becomes that user in them (nginx 1.22,
/// `ngx_create_paths`, `ngx_worker_process_init`).
pub(in crate::components) const NGINX: Usual = Usual {
    times: UsualTimes(15, 5, 3, 30),
    cap_drop: DROPPED,
    cap_add: (
        &[Capability::Chown, Capability::NetBindService, Capability::Setgid, Capability::Setuid],
        "its master listens, gives folders to the user of the workers, and starts them as that user",
    ),
    pids: (256, "a worker for each core"),
    stop_grace_period: (10, "open websockets never end by themselves"),
};
