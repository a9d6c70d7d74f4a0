//! A network of its own in which the host names of a stack are found: Redis, its replicas, its sentinels and the router, from
//! the generated files, each on an address of its own of the loopback interface. It ends with the value.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use stackgen::model::Stack;

use crate::clean;
use crate::support::{both, succeeds};

/// A longer time is no start any more.
const PATIENCE: Duration = Duration::from_secs(60);

pub struct Network {
    dir: tempfile::TempDir,
    holder: Child,
    password: String,
}

/// The address of the n-th host of the network.
fn address(number: usize) -> String {
    format!("127.0.1.{number}")
}

impl Network {
    /// A network with these names, in their order.
    pub fn of(names: &[String], password: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let lines = (1..).zip(names).map(|(number, name)| format!("{} {name}\n", address(number)));
        let hosts: String = std::iter::once("127.0.0.1 localhost\n".to_owned()).chain(lines).collect();
        std::fs::write(dir.path().join("hosts"), hosts).unwrap();
        let mut holder = clean("unshare");
        holder.args(["--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec"]);
        holder.args(["ip link set lo up; mount --bind hosts /etc/hosts; echo ready; exec sleep 600"]);
        let mut holder = holder.current_dir(dir.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "ready\n", "a network needs root");
        Self { dir, holder, password: password.to_owned() }
    }

    /// A program in it.
    pub fn run(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let space = |name: &str| format!("/proc/{}/ns/{name}", self.holder.id());
        let mut command = clean("nsenter");
        command.arg(format!("--net={}", space("net"))).arg(format!("--mount={}", space("mnt")));
        command.arg(format!("--pid={}", space("pid_for_children"))).arg("--").arg(program);
        command
    }

    /// A folder of this name, for a program.
    pub fn folder(&self, name: &str) -> PathBuf {
        let folder = self.dir.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// Starts a server in a folder of its name, where it leaves its id.
    pub fn start(&self, name: &str, program: &Path, arguments: &[&str]) {
        let folder = self.folder(name);
        let log = || std::fs::File::options().append(true).create(true).open(folder.join("log")).unwrap();
        let mut command = self.run("sh");
        // It starts in the root of that namespace.
        command.args(["-c", "cd \"$0\"; echo $$ >pid; exec \"$@\""]).arg(&folder).arg(program).args(arguments);
        drop(command.stdin(Stdio::null()).stdout(log()).stderr(log()).spawn().unwrap());
    }

    /// Sends a signal to a server.
    pub fn signal(&self, name: &str, signal: &str) {
        let id = std::fs::read_to_string(self.folder(name).join("pid")).unwrap();
        succeeds(self.run("kill").args([signal, id.trim()]));
    }

    /// What a server has said.
    pub fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder(name).join("log")).unwrap_or_default()
    }

    /// What a node or sentinel answers.
    pub fn ask(&self, host: &str, port: u16, words: &[&str]) -> String {
        let mut command = self.run("redis-cli");
        command.args(["-h", host, "-p", &port.to_string(), "--no-auth-warning"]).args(words);
        both(&command.env("REDISCLI_AUTH", &self.password).output().unwrap())
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        let _ = self.holder.kill();
        let _ = self.holder.wait();
    }
}

/// Redis with replicas, sentinels and, where the stack has one, a router.
pub struct Redis {
    pub network: Network,
    pub master: String,
    sentinels: Vec<String>,
    sentinel_port: u16,
    master_name: String,
}

impl Redis {
    /// Starts the servers of a stack with its generated files and this program, until every sentinel knows all.
    pub fn start(generated: &Path, stack: &Stack, server: &Path, haproxy: &Path, password: &str) -> Self {
        let (redis, sentinel) = stack.active_sentinel().unwrap();
        let router = redis.router.as_ref();
        let hosts =
            |containers: &[stackgen::model::Container]| containers.iter().map(|one| one.host()).collect::<Vec<_>>();
        let nodes: Vec<(String, String)> =
            redis.nodes().map(|node| (node.container.host(), node.file.clone())).collect();
        let sentinels = hosts(&sentinel.containers);
        let names = nodes.iter().map(|(name, _)| name).chain(&sentinels).cloned();
        let names: Vec<String> = names.chain(router.map(|router| router.host().to_owned())).collect();
        let network = Network::of(&names, password);
        let of: BTreeMap<&str, String> =
            (1..).zip(&names).map(|(number, name)| (name.as_str(), address(number))).collect();
        let read = |file: &str| std::fs::read_to_string(generated.join("redis").join(file)).unwrap();
        let quoted = format!("\"{}\"", password.replace('\\', r"\\").replace('"', "\\\""));
        let write = |name: &str, text: &str| {
            let folder = network.folder(name);
            let text = text.replace("dir /data\n", &format!("dir {}\n", folder.display()));
            std::fs::write(folder.join("conf"), format!("{text}\nbind {}\n", of[name])).unwrap();
        };
        for (name, file) in &nodes {
            write(name, &format!("{}\nrequirepass {quoted}\nmasterauth {quoted}", read(&format!("{file}.conf"))));
            network.start(name, server, &["conf"]);
        }
        let master_name = sentinel.master_name.as_str().to_owned();
        for (number, name) in (1..).zip(&sentinels) {
            let text = read(&format!("sentinel-{number}.conf"));
            write(name, &format!("{text}\nsentinel auth-pass {master_name} {quoted}"));
            network.start(name, server, &["conf", "--sentinel"]);
        }
        if let Some(router) = router {
            route(&network, &of[router.host()], generated, haproxy, password);
        }
        let sentinel_port = sentinel.port.get();
        let started = Self { network, master: nodes[0].0.clone(), sentinels, sentinel_port, master_name };
        started.settles(nodes.len() - 1);
        started
    }

    fn settles(&self, replicas: usize) {
        let end = Instant::now() + PATIENCE;
        let knows = |name: &String| {
            let said = self.network.ask(name, self.sentinel_port, &["SENTINEL", "MASTER", &self.master_name]);
            let fields: Vec<&str> = said.lines().collect();
            let value = |key: &str| fields.iter().position(|field| *field == key).map(|at| fields[at + 1].to_owned());
            value("num-slaves") == Some(replicas.to_string())
                && value("num-other-sentinels") == Some((self.sentinels.len() - 1).to_string())
        };
        while !self.sentinels.iter().all(knows) {
            assert!(Instant::now() < end, "{}{}", self.network.log(&self.master), self.network.log(&self.sentinels[0]));
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// Starts the router with its generated script. In a container it is alone and takes connections on every address.
fn route(network: &Network, address: &str, generated: &Path, haproxy: &Path, password: &str) {
    let folder = network.folder("router");
    let conf = std::fs::read_to_string(generated.join("redis/haproxy.cfg")).unwrap();
    std::fs::write(folder.join("haproxy.cfg"), conf.replace("bind :", &format!("bind {address}:"))).unwrap();
    std::fs::write(folder.join("redis_password"), password).unwrap();
    let script = std::fs::read_to_string(generated.join("redis/router.sh")).unwrap();
    let here = folder.to_str().unwrap();
    let script = script.replace("/run/secrets", here).replace("/usr/local/etc/haproxy", here);
    let script = script.replace("exec haproxy", &format!("exec {}", haproxy.display()));
    std::fs::write(folder.join("router.sh"), script).unwrap();
    network.start("router", Path::new("sh"), &["router.sh"]);
}
