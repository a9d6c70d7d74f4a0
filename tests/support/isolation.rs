//! The test's own namespaces: what it makes in them ends with it, however it ends.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{both, tool};

const INSIDE: &str = "STACKGEN_TEST_INSIDE";
const TOOLS: [&str; 4] = ["ip", "unshare", "nsenter", "setpriv"];

/// Runs the body of the test with this name, which needs these programs too, in a process of its own
/// namespaces: network, mounts (with an empty `/run`) and processes.
pub fn isolated(test: &str, programs: &[&str], body: impl FnOnce()) {
    side_by_side(test, programs, 1, |_| body());
}

/// Runs the body so many times at once, each with its number and in namespaces of its own.
pub fn side_by_side(test: &str, programs: &[&str], count: usize, body: impl FnOnce(usize)) {
    if let Some(number) = std::env::var_os(INSIDE) {
        super::succeeds(Command::new("mount").args(["-t", "tmpfs", "tmpfs", "/run"]));
        super::succeeds(Command::new("ip").args(["link", "set", "lo", "up"]));
        return body(number.to_str().unwrap().parse().unwrap());
    }
    if TOOLS.iter().chain(programs).any(|program| tool(program).is_none()) || !allowed() {
        return;
    }
    let run = |number: usize| {
        let mut command = unshared();
        command.arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]);
        command.env(INSIDE, number.to_string()).output().unwrap()
    };
    let outputs = std::thread::scope(|scope| {
        let running: Vec<_> = (0..count).map(|number| scope.spawn(move || run(number))).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    outputs.iter().for_each(|output| eprint!("{}", both(output)));
    assert!(outputs.iter().all(|output| output.status.success()), "{test}: see above");
}

fn allowed() -> bool {
    let script = "mount -t tmpfs tmpfs /run && ip netns add try && ip link add try type bridge";
    let output = unshared().args(["sh", "-c", script]).output().unwrap();
    if !output.status.success() {
        let reason = both(&output);
        assert!(std::env::var_os("CI").is_none(), "namespaces are not allowed (run as root): {reason}");
        eprintln!("SKIPPED: namespaces are not allowed (run as root): {reason}");
    }
    output.status.success()
}

/// Its first process ends with this one, and every other process with its first one.
fn unshared() -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--mount-proc"]);
    command.args(["--fork", "--kill-child"]);
    command
}

/// Looks at the command line of every process of the namespace, again and again.
pub struct CommandLines {
    ended: Arc<AtomicBool>,
    watcher: JoinHandle<BTreeSet<String>>,
}

impl CommandLines {
    pub fn watch() -> CommandLines {
        let ended = Arc::new(AtomicBool::new(false));
        let flag = ended.clone();
        let watcher = std::thread::spawn(move || {
            let mut seen = BTreeSet::new();
            while !flag.load(Ordering::Relaxed) {
                let processes = std::fs::read_dir("/proc").unwrap().flatten();
                let lines = processes.filter_map(|process| std::fs::read(process.path().join("cmdline")).ok());
                seen.extend(lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " ")));
                std::thread::sleep(Duration::from_millis(2));
            }
            seen
        });
        CommandLines { ended, watcher }
    }

    pub fn seen(self) -> BTreeSet<String> {
        self.ended.store(true, Ordering::Relaxed);
        self.watcher.join().unwrap()
    }
}
