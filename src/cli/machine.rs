//! What this machine has.

use sysinfo::{MemoryRefreshKind, RefreshKind, System};

use std::process::Command;

use crate::init::Machine;
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
    let mebibytes = stepped(system.total_memory().min(bound) / (1024 * 1024));
    (mebibytes > 0).then_some(Bytes::mib(mebibytes))
}

/// CPUs of this machine that this process may use; nothing where the system does not tell.
pub(super) fn cpus() -> Option<Cpus> {
    let count = u32::try_from(std::thread::available_parallelism().ok()?.get()).ok()?;
    Some(Cpus::thousandths(count.checked_mul(1000)?))
}

/// What the container engine has, where it runs in a virtual machine of its own and answers: containers have no more than
/// that (Docker Desktop on a Mac, whose machine has half of its memory by default).
pub(super) fn engine() -> Option<Machine> {
    if !cfg!(target_os = "macos") {
        return None;
    }
    let output = Command::new("docker").args(ASKED).output().ok()?;
    machine_of(std::str::from_utf8(&output.stdout).ok()?)
}

/// How the engine is asked: `docker info`, its `MemTotal` in bytes and its `NCPU` (Docker Engine API v1.41, `/info`).
const ASKED: [&str; 3] = ["info", "--format", "{{.MemTotal}} {{.NCPU}}"];

/// The engine's answer. One that does not run has 0 of both.
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
