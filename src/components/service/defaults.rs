//! The defaults of additional containers, each with its reason.

use crate::components::defaults::{Usual, UsualTimes};

/// Any other service.
pub(in crate::components) const SERVICE: Usual = Usual {
    times: UsualTimes(30, 10, 3, 30),
    cap_drop: (&[], "it is unknown what the image needs"),
    cap_add: (&[], "Docker's own default"),
    pids: (4096, "a limit for runaway processes"),
    stop_grace_period: (10, "Docker's own default"),
};
