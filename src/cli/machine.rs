//! What this machine has.

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use crate::units::{Bytes, Cpus};

/// Sizes are told in steps of so many MiB, since firmware and kernel take a little of each whole gibibyte.
const STEP: u64 = 128;
const STEP_OF_LARGE: u64 = 1024;
const LARGE: u64 = 8 * 1024;

/// Memory of this machine, or of the control group that bounds this process; nothing where the system does not tell.
pub(super) fn memory() -> Option<Bytes> {
    let ram = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(ram).ok()?;
    let bound = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
    let mebibytes = system.total_memory().min(bound) / (1024 * 1024);
    let step = if mebibytes < LARGE { STEP } else { STEP_OF_LARGE };
    let mebibytes = mebibytes / step * step;
    (mebibytes > 0).then_some(Bytes::mib(mebibytes))
}

/// CPUs of this machine that this process may use; nothing where the system does not tell.
pub(super) fn cpus() -> Option<Cpus> {
    let count = u32::try_from(std::thread::available_parallelism().ok()?.get()).ok()?;
    Some(Cpus::thousandths(count.checked_mul(1000)?))
}
