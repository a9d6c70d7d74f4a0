//! The defaults of PostgreSQL, each with its reason.

use super::input::LocaleProvider;
use crate::components::context::at_table;
use crate::components::defaults::{DROPPED, Usual, UsualTimes, constant};
use crate::input::Capability;
use crate::origin::{At, Span};
use crate::units::{InitLocale, Port};

defaults! {
    postgres_port: Port = Port::new(5432), "PostgreSQL's own default";
    locale_provider: LocaleProvider = LocaleProvider::Libc, "every image has C.UTF-8";
    locale: InitLocale = constant("C.UTF-8"), "every image has it";
}

const POSTGRES_CAPABILITIES: &[Capability] = &[
    Capability::Chown,
    Capability::DacOverride,
    Capability::Fowner,
    Capability::Kill,
    Capability::Setgid,
    Capability::Setuid,
];
/// Processes of PostgreSQL beside those that settings count: its own, and health checks.
const POSTGRES_OWN_PIDS: u32 = 64;
const POSTGRES_PIDS_WHY: &str = "enough for the connections, the workers and the server's own processes";

/// The database: its first start creates the cluster. Its image's start script (docker-library/postgres) looks for
/// files of other users in the data folder, gives them to the user postgres, and becomes that user.
pub(in crate::components) const POSTGRES: Usual = Usual {
    times: UsualTimes(10, 5, 5, 60),
    cap_drop: DROPPED,
    cap_add: (POSTGRES_CAPABILITIES, "needed by the image's start script, and by the init process to stop the server"),
    // Until its settings are known: see `postgres_pids`.
    pids: (POSTGRES_OWN_PIDS, POSTGRES_PIDS_WHY),
    stop_grace_period: (60, "time to write a checkpoint before it exits"),
};
/// Processes and threads of PostgreSQL, from those that its settings count.
pub(in crate::components) fn postgres_pids(counted: u64, near: Span) -> At<u32> {
    let pids = u32::try_from(counted).unwrap_or(u32::MAX).saturating_add(POSTGRES_OWN_PIDS);
    at_table(pids, near, POSTGRES_PIDS_WHY)
}
