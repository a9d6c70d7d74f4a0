//! The defaults of nginx, each with its reason.

use crate::components::defaults::{DROPPED, Usual, UsualTimes};
use crate::input::Capability;
use crate::units::{Bytes, Cpus};

defaults! {
    memory: Bytes = Bytes::mib(128), "a worker for each core, and room for request buffers";
    cpus: Cpus = Cpus::thousandths(500), "it only forwards requests";
}

/// nginx. Its master runs as root: it gives folders to the user of the workers, and the workers switch to that
/// user (nginx 1.22, `ngx_create_paths`, `ngx_worker_process_init`).
pub(in crate::components) const NGINX: Usual = Usual {
    times: UsualTimes(15, 5, 3, 30),
    cap_drop: DROPPED,
    cap_add: (
        &[Capability::Chown, Capability::NetBindService, Capability::Setgid, Capability::Setuid],
        "the master process listens, gives folders to the user of the workers, and starts the workers as that user",
    ),
    pids: (256, "a worker for each core"),
    stop_grace_period: (10, "open websockets never close by themselves"),
};
