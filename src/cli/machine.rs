//! The memory and the CPUs of this machine.

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use std::process::Command;

use crate::init::Machine;
use crate::units::{Bytes, Cpus};

/// Sizes are rounded down to steps of this many MiB, because firmware and kernel take a part of the memory.
const STEP: u64 = 128;
const STEP_OF_LARGE: u64 = 1024;
const LARGE: u64 = 8 * 1024;

/// The memory of this machine, or of the control group that limits this process; `None` if the system does not
/// report it.
pub(super) fn memory() -> Option<Bytes> {
    let ram = RefreshKind::nothing().with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(ram).ok()?;
    let bound = system.cgroup_limits().map_or(u64::MAX, |limits| limits.total_memory);
    let mebibytes = stepped(system.total_memory().min(bound) / (1024 * 1024));
    (mebibytes > 0).then_some(Bytes::mib(mebibytes))
}

/// The CPUs of this machine that this process may use; `None` if the system does not report them.
pub(super) fn cpus() -> Option<Cpus> {
    let count = u32::try_from(std::thread::available_parallelism().ok()?.get()).ok()?;
    Some(Cpus::thousandths(count.checked_mul(1000)?))
}

/// The resources of the container engine, if it runs in its own virtual machine and answers. Containers cannot use
/// more than these (Docker Desktop on a Mac, whose virtual machine gets half of the memory by default).
pub(super) fn engine() -> Option<Machine> {
    if !cfg!(target_os = "macos") {
        return None;
    }
    let output = Command::new("docker").args(ASKED).output().ok()?;
    machine_of(std::str::from_utf8(&output.stdout).ok()?)
}

/// The arguments of `docker`: `MemTotal` is in bytes, `NCPU` is a number (Docker Engine API v1.41, `/info`).
const ASKED: [&str; 3] = ["info", "--format", "{{.MemTotal}} {{.NCPU}}"];

/// The machine in the engine's answer. An engine that does not run reports 0 for both.
fn machine_of(answer: &str) -> Option<Machine> {
    let (memory, cpus) = answer.trim().split_once(' ')?;
    let mebibytes = memory.parse::<u64>().ok()? / (1024 * 1024);
    let cpus = cpus.parse::<u32>().ok()?.checked_mul(1000)?;
    (mebibytes > 0 && cpus > 0)
        .then(|| Machine { memory: Bytes::mib(stepped(mebibytes)), cpus: Cpus::thousandths(cpus) })
}

fn stepped(mebibytes: u64) -> u64 {
    let step = if mebibytes < LARGE { STEP } else { STEP_OF_LARGE };
    mebibytes / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_of_an_engine_is_read() {
        let of = |answer| machine_of(answer).map(|machine| (machine.memory.human(), machine.cpus.decimal()));
        assert_eq!(of("8222035968 8\n"), Some(("7808 MiB".to_owned(), "8".to_owned())));
        assert_eq!(of("17179869184 12"), Some(("16 GiB".to_owned(), "12".to_owned())));
        for silent in ["0 0\n", "", "8222035968", "x y"] {
            assert_eq!(of(silent), None, "{silent}");
        }
    }
}
