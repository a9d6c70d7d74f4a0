//! A mode's Redis services as processes of this machine, each in namespaces of its own that stand
//! for its container. As with Docker a name resolves while its container runs, and the address is
//! the lowest free one at each start.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use crate::model::{Service, Source, redis_services};
use crate::support;
use crate::support::wire::{self, Role};

pub const NETWORK: &str = "10.231.77";
const BRIDGE: &str = "failover";
const PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Prepares the namespaces of the test itself, in which all of this happens.
pub fn prepare() {
    run("ip", &["link", "add", BRIDGE, "type", "bridge"]);
    run("ip", &["address", "add", &format!("{NETWORK}.1/24"), "dev", BRIDGE]);
    run("ip", &["link", "set", BRIDGE, "up"]);
}

pub struct Stack {
    dir: tempfile::TempDir,
    password: String,
    services: BTreeMap<String, Service>,
    running: BTreeMap<String, Running>,
}

struct Running {
    child: Child,
    number: u8,
}

impl Stack {
    /// Builds the real input; nothing runs yet.
    pub fn new(mode: &str, password: &str) -> Stack {
        Self::of(mode, &support::real_input(), password)
    }

    /// Builds an input; nothing runs yet.
    pub fn of(mode: &str, input: &str, password: &str) -> Stack {
        let dir = support::built(input);
        let services = redis_services(&dir.path().join("generated"), mode);
        let services: BTreeMap<_, _> = services.into_iter().map(|service| (service.name.clone(), service)).collect();
        let stack = Stack { dir, password: password.into(), services, running: BTreeMap::new() };
        for name in stack.names("") {
            std::fs::create_dir_all(stack.path(&["node", &name, "root"])).unwrap();
            stack.set_secret(&name, password);
        }
        let etc = stack.path(&["etc"]);
        std::fs::create_dir(&etc).unwrap();
        let files = ["/etc/passwd", "/etc/group", "/etc/alternatives", "/etc/ld.so.cache"];
        support::succeeds(Command::new("cp").arg("-a").args(files).arg(&etc));
        std::fs::write(etc.join("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files\n").unwrap();
        stack
    }

    /// Builds another input in its place: volumes and secrets stay, as with Docker.
    pub fn rebuild(&mut self, mode: &str, input: &str) {
        assert!(self.running.is_empty());
        std::fs::write(self.path(&["inputs", "stack.toml"]), input).unwrap();
        support::succeeds(support::stackgen(self.dir.path()).arg("build"));
        let services = redis_services(&self.dir.path().join("generated"), mode);
        self.services = services.into_iter().map(|service| (service.name.clone(), service)).collect();
        for name in self.names("") {
            std::fs::create_dir_all(self.path(&["node", &name, "root"])).unwrap();
            self.set_secret(&name, &self.password);
        }
    }

    /// A file in the volume that a service has at `/data`.
    pub fn data(&self, name: &str, file: &str) -> PathBuf {
        let Some((Source::Volume(volume), _)) = self.services[name].mounts.get("/data") else { panic!("{name}") };
        self.path(&["volumes", volume, file])
    }

    /// The services whose names begin so.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        self.services.keys().filter(|name| name.starts_with(prefix)).cloned().collect()
    }

    pub fn data_nodes(&self) -> Vec<String> {
        self.services
            .values()
            .filter(|it| it.environment.contains_key("REDIS_PORT"))
            .map(|it| it.name.clone())
            .collect()
    }

    pub fn variable(&self, name: &str, key: &str) -> &str {
        &self.services[name].environment[key]
    }

    fn path(&self, parts: &[&str]) -> PathBuf {
        parts.iter().fold(self.dir.path().to_owned(), |path, part| path.join(part))
    }

    pub fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(&["node", name, "log"])).unwrap_or_default()
    }

    /// Writes into the files that are mounted, so a running container sees the change.
    pub fn set_secret(&self, name: &str, value: &str) {
        for secret in &self.services[name].secrets {
            std::fs::write(self.path(&["node", name, secret]), value).unwrap();
        }
    }

    pub fn start(&mut self, name: &str) {
        let taken: Vec<u8> = self.running.values().map(|running| running.number).collect();
        let number = (11..).find(|number| !taken.contains(number)).unwrap();
        connect(name, number);
        let child = self.container(name).spawn().unwrap();
        self.running.insert(name.into(), Running { child, number });
        self.publish_names();
    }

    fn container(&self, name: &str) -> Command {
        let fixtures = support::root().join("tests/fixtures/node");
        let service = &self.services[name];
        let mut command = Command::new("nsenter");
        command.arg(format!("--net=/run/netns/{name}")).args(["unshare", "--mount", "sh"]);
        command.arg(fixtures.join("container.sh")).arg(self.path(&["node", name, "root"]));
        let mut mount = |mode: &str, source: &Path, target: &str| {
            command.arg(mode).arg(source).arg(target);
        };
        mount("ro", &self.path(&["etc"]), "/etc");
        mount("ro", &fixtures.join("docker-entrypoint.sh"), "/usr/local/bin/docker-entrypoint.sh");
        for secret in &service.secrets {
            mount("ro", &self.path(&["node", name, secret]), &format!("/run/secrets/{secret}"));
        }
        for (target, (source, read_only)) in &service.mounts {
            let source = match source {
                Source::File(file) => self.path(&["generated", file]),
                Source::Volume(volume) => self.path(&["volumes", volume]),
            };
            if !source.is_file() {
                std::fs::create_dir_all(&source).unwrap();
            }
            mount(if *read_only { "ro" } else { "rw" }, &source, target);
        }
        let log = std::fs::File::options().create(true).append(true).open(self.path(&["node", name, "log"])).unwrap();
        command.arg("--").args(&service.command).process_group(0);
        command.env_clear().env("PATH", PATH).envs(&service.environment);
        command.stdin(std::process::Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        command
    }

    fn publish_names(&self) {
        let lines = self.running.iter().map(|(name, running)| format!("{NETWORK}.{} {name}\n", running.number));
        let text = format!("127.0.0.1 localhost\n{}", lines.collect::<String>());
        let etc = self.path(&["etc"]);
        std::fs::write(etc.join("hosts.new"), text).unwrap();
        std::fs::rename(etc.join("hosts.new"), etc.join("hosts")).unwrap();
    }

    /// What `docker kill` does.
    pub fn kill(&mut self, name: &str) {
        let mut running = self.running.remove(name).unwrap();
        signal("KILL", &format!("-{}", running.child.id()));
        running.child.wait().unwrap();
        disconnect(name, running.number);
        self.publish_names();
    }

    /// What `docker compose stop` does, but none may need the signal that cannot be refused.
    pub fn stop_all(&mut self) {
        for running in self.running.values() {
            signal("TERM", &running.child.id().to_string());
        }
        let names: Vec<String> = self.running.keys().cloned().collect();
        for name in names {
            let status = self.exit(&name, Duration::from_secs(10));
            assert!(status.success(), "{name} was stopped: {status}\n{}", self.log(&name));
            disconnect(&name, self.running.remove(&name).unwrap().number);
        }
        self.publish_names();
    }

    /// Waits until the container's process ends; its network stays.
    pub fn exit(&mut self, name: &str, within: Duration) -> ExitStatus {
        let end = Instant::now() + within;
        let child = &mut self.running.get_mut(name).unwrap().child;
        while Instant::now() < end {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{name} still runs after {within:?}\n{}", self.log(name));
    }

    /// The compose file's healthcheck, run as Docker runs it.
    pub fn healthy(&self, name: &str) -> bool {
        let service = &self.services[name];
        let pid = self.running[name].child.id().to_string();
        let mut command = Command::new("timeout");
        command.args([&service.health_timeout, "nsenter", "--target", &pid, "--mount", "--net", "--root"]);
        command.args(["sh", "-c", &service.health]);
        command.env_clear().env("PATH", PATH).envs(&service.environment);
        command.output().unwrap().status.success()
    }

    fn address(&self, name: &str, port: &str) -> Option<SocketAddr> {
        let running = self.running.get(name)?;
        Some(format!("{NETWORK}.{}:{port}", running.number).parse().unwrap())
    }

    pub fn ask_without_password(&self, name: &str, command: &[&str]) -> std::io::Result<String> {
        let port = self.services[name].environment.get("REDIS_PORT").map_or("26379", String::as_str);
        Ok(wire::ask(self.address(name, port).unwrap(), &[command])?.remove(0))
    }

    pub fn ask(&self, name: &str, command: &[&str]) -> String {
        let address = self.address(name, self.variable(name, "REDIS_PORT")).unwrap();
        wire::ask(address, &[&["AUTH", &self.password], command]).unwrap().remove(1)
    }

    pub fn role(&self, name: &str) -> Role {
        let address = self.address(name, self.variable(name, "REDIS_PORT"));
        address.map_or(Role::Absent, |address| wire::role(address, &self.password))
    }

    /// Every data node's role, asked at the same time.
    pub fn roles(&self) -> BTreeMap<String, Role> {
        let nodes = self.data_nodes();
        std::thread::scope(|scope| {
            let asked: Vec<_> = nodes.iter().map(|name| (name, scope.spawn(|| self.role(name)))).collect();
            asked.into_iter().map(|(name, role)| (name.clone(), role.join().unwrap())).collect()
        })
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        for (name, mut running) in std::mem::take(&mut self.running) {
            signal("KILL", &format!("-{}", running.child.id()));
            let _ = running.child.wait();
            disconnect(&name, running.number);
        }
        if std::thread::panicking() {
            for name in self.names("") {
                let log = self.log(&name);
                let lines: Vec<&str> = log.lines().collect();
                eprintln!("--- {name}\n{}", lines[lines.len().saturating_sub(40)..].join("\n"));
            }
        }
    }
}

/// As Docker does, the hardware address follows from the address: caches stay right when it moves.
fn connect(name: &str, number: u8) {
    let link = format!("veth{number}");
    let address = format!("{NETWORK}.{number}/24");
    let hardware = format!("02:42:0a:e7:4d:{number:02x}");
    run("ip", &["netns", "add", name]);
    let peer = ["peer", "name", "eth0", "address", &hardware, "netns", name];
    run("ip", &[&["link", "add", &link, "type", "veth"], peer.as_slice()].concat());
    run("ip", &["link", "set", &link, "master", BRIDGE, "up"]);
    run("ip", &["-n", name, "link", "set", "lo", "up"]);
    run("ip", &["-n", name, "address", "add", &address, "dev", "eth0"]);
    run("ip", &["-n", name, "link", "set", "eth0", "up"]);
}

fn disconnect(name: &str, number: u8) {
    run("ip", &["link", "delete", &format!("veth{number}")]);
    run("ip", &["netns", "delete", name]);
}

/// A process that has ended meanwhile is no error.
fn signal(signal: &str, target: &str) {
    let script = format!("kill -s {signal} -- {target} 2>/dev/null || true");
    run("sh", &["-c", &script]);
}

fn run(program: &str, words: &[&str]) {
    support::succeeds(Command::new(program).args(words));
}
