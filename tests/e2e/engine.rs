//! A Docker engine of the test's own: it ends with the test's namespaces, however the test ends.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::support::{root, succeeds};

/// CPUs that the engine believes to have. It refuses a limit above the number of the host, and the
/// stack is made for a larger host than one that runs tests; the kernel takes any limit.
const CPUS: u32 = 16;

/// The programs it needs.
pub const PROGRAMS: [&str; 7] = ["dockerd", "docker", "containerd", "iptables", "strace", "redis-cli", "git"];

/// The host's name server. Docker asks it for the names of containers that do not run.
const ADDRESS: &str = "10.231.53.53";

pub struct Engine {
    containerd: Child,
    dockerd: Child,
}

impl Engine {
    /// Starts it without any container; images of earlier runs are there.
    pub fn start() -> Engine {
        Engine::start_where(NameServer::Answers)
    }

    /// Starts it on a host with such a name server.
    pub fn start_where(name_server: NameServer) -> Engine {
        let state = state();
        for leftover in ["docker/containers", "docker/volumes", "docker/network"] {
            let _ = std::fs::remove_dir_all(state.join(leftover));
        }
        std::fs::create_dir_all(&state).unwrap();
        let mut containerd = Command::new("containerd");
        containerd.arg("--root").arg(state.join("containerd"));
        let containerd = spawn(&mut containerd, "containerd");
        wait_for("containerd", 20, || Path::new("/run/containerd/containerd.sock").exists());
        name_server.start();
        let mut dockerd = with_cpus(CPUS);
        dockerd.arg("dockerd").arg("--data-root").arg(state.join("docker"));
        dockerd.args(["--containerd", "/run/containerd/containerd.sock", "--dns", ADDRESS]);
        let engine = Engine { containerd, dockerd: spawn(&mut dockerd, "dockerd") };
        wait_for("dockerd", 40, || docker(&["version"]).output().is_ok_and(|output| output.status.success()));
        engine
    }
}

/// What the host's name server does with a name that it does not know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NameServer {
    /// It says that there is no such host (RFC 1035, 4.1.1).
    Answers,
    /// Nothing: it is down, or a firewall drops what it is asked.
    IsSilent,
}

impl NameServer {
    fn start(self) {
        succeeds(Command::new("ip").args(["address", "add", ADDRESS, "dev", "lo"]));
        let socket = std::net::UdpSocket::bind((ADDRESS, 53)).unwrap();
        std::thread::spawn(move || {
            let mut query = [0; 512];
            while let Ok((length, client)) = socket.recv_from(&mut query) {
                if self == NameServer::Answers && length >= 12 {
                    query[2..4].copy_from_slice(&[0x81, 0x83]);
                    let _ = socket.send_to(&query[..length], client);
                }
            }
        });
    }
}

/// Engines that run side by side at most.
const LANES: u32 = 8;

/// The files of the engine, below the folder of builds. Tests that run side by side have folders of their own; one after the
/// other they take the first, where the images of the last one are.
fn state() -> PathBuf {
    static LANE: OnceLock<(PathBuf, File)> = OnceLock::new();
    let claim = || {
        let folder = |number| root().join(format!("target/e2e/engine-{number}"));
        let free = |folder: PathBuf| {
            std::fs::create_dir_all(&folder).unwrap();
            let lock = File::create(folder.join("lock")).unwrap();
            lock.try_lock().is_ok().then_some((folder, lock))
        };
        (1..=LANES).map(folder).find_map(free).expect("fewer tests run side by side")
    };
    LANE.get_or_init(claim).0.clone()
}

/// A command that runs the program after it so that `sched_getaffinity` names this many CPUs
/// (strace 6.1, `poke_exit`); the program stays the child of this process.
fn with_cpus(count: u32) -> Command {
    let mask: String = (0..count / 8).map(|_| "ff").collect();
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "--seccomp-bpf", "-q", "-e", "signal=none", "-o", "/dev/null"]);
    strace.args(["-e", "trace=sched_getaffinity", "-e", &format!("inject=sched_getaffinity:poke_exit=@arg3={mask}")]);
    strace
}

fn spawn(command: &mut Command, name: &str) -> Child {
    let log = File::create(state().join(format!("{name}.log"))).unwrap();
    command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
    command.spawn().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The client, which inherits nothing but the path.
pub fn docker(words: &[&str]) -> Command {
    let mut command = Command::new("docker");
    command.env_clear().envs(std::env::vars_os().filter(|(name, _)| name == "PATH")).args(words);
    command
}

/// What the client prints.
pub fn docker_says(words: &[&str]) -> String {
    String::from_utf8(succeeds(&mut docker(words)).stdout).unwrap().trim().to_owned()
}

impl Drop for Engine {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = std::fs::read_to_string(state().join("dockerd.log")).unwrap_or_default();
            let errors: Vec<&str> = log.lines().filter(|line| line.contains("level=error")).collect();
            eprintln!("--- dockerd\n{}", errors[errors.len().saturating_sub(20)..].join("\n"));
        }
        for child in [&mut self.dockerd, &mut self.containerd] {
            let _ = Command::new("kill").arg(child.id().to_string()).status();
            let end = Instant::now() + Duration::from_secs(15);
            while matches!(child.try_wait(), Ok(None)) && Instant::now() < end {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

/// Waits until something holds; the time it took.
pub fn wait_for(what: &str, seconds: u64, mut holds: impl FnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(seconds), "not within {seconds} s: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    begin.elapsed()
}
