//! The defaults of any further container, each with its reason.

use crate::components::defaults::{Usual, UsualTimes};

/// Any other service.
pub(in crate::components) const SERVICE: Usual = Usual {
    times: UsualTimes(30, 10, 3, 30),
    cap_drop: (&[], "what its image needs is not known"),
    cap_add: (&[], "Docker's own"),
    pids: (4096, "a bound for what runs away"),
    stop_grace_period: (10, "Docker's own"),
};
