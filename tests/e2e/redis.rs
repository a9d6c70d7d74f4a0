//! The nodes of Redis and the sentinels of a deployment, asked over their network.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::deployment::Deployment;
use crate::engine::wait_for;
use crate::support::wire::{self, Role};

pub struct Nodes<'d> {
    pub deployment: &'d Deployment,
    password: String,
    addresses: BTreeMap<String, Option<SocketAddr>>,
}

impl<'d> Nodes<'d> {
    pub fn of(deployment: &'d Deployment) -> Nodes<'d> {
        let password = deployment.value("REDIS_PASSWORD").to_owned();
        let mut nodes = Nodes { deployment, password, addresses: BTreeMap::new() };
        nodes.look_up();
        nodes
    }

    /// Looks for the addresses anew: they move when containers start.
    pub fn look_up(&mut self) {
        let redis = self.deployment.stack.redis().unwrap();
        let network = redis.master.container.networks[0].as_str();
        let data = self.deployment.data_nodes().into_iter().map(|name| (name, redis.port.get()));
        let sentinel_port = redis.sentinel.as_ref().map_or(0, |sentinel| sentinel.port.get());
        let sentinels = self.deployment.sentinels().into_iter().map(|name| (name, sentinel_port));
        let address = |(name, port): (String, u16)| {
            let address = self.deployment.address(&name, network, port);
            (name, address)
        };
        self.addresses = data.chain(sentinels).map(address).collect();
    }

    /// What a data node answers.
    pub fn ask(&self, name: &str, command: &[&str]) -> std::io::Result<String> {
        let address = self.addresses[name].ok_or(std::io::ErrorKind::AddrNotAvailable)?;
        Ok(wire::ask(address, &[&["AUTH", &self.password], command])?.remove(1))
    }

    /// What a data node answers about one of its databases.
    pub fn ask_in(&self, name: &str, database: &str, command: &[&str]) -> std::io::Result<String> {
        let address = self.addresses[name].ok_or(std::io::ErrorKind::AddrNotAvailable)?;
        Ok(wire::ask(address, &[&["AUTH", &self.password], &["SELECT", database], command])?.remove(2))
    }

    /// What a sentinel answers about the master.
    pub fn sentinel(&self, name: &str, command: &str) -> std::io::Result<String> {
        let (_, sentinel) = self.deployment.stack.active_sentinel().unwrap();
        let address = self.addresses[name].ok_or(std::io::ErrorKind::AddrNotAvailable)?;
        Ok(wire::ask(address, &[&["SENTINEL", command, sentinel.master_name.as_str()]])?.remove(0))
    }

    /// A field of `INFO`.
    pub fn info(&self, name: &str, section: &str, field: &str) -> String {
        let [value] = self.infos(name, section, [field]);
        value
    }

    /// Fields of one reply, so of one moment.
    pub fn infos<const N: usize>(&self, name: &str, section: &str, fields: [&str; N]) -> [String; N] {
        // A master that is full, and forks, on a host with other work, may be silent for seconds.
        let (address, patience) = (self.addresses[name].unwrap(), Duration::from_secs(30));
        let commands: [&[&str]; 2] = [&["AUTH", &self.password], &["INFO", section]];
        let text = wire::ask_within(patience, address, &commands).unwrap().remove(1);
        fields.map(|field| {
            let start = format!("{field}:");
            let value = text.lines().find_map(|line| line.strip_prefix(&start));
            value.unwrap_or_else(|| panic!("{name}: no {field} in {text}")).to_owned()
        })
    }

    pub fn role(&self, name: &str) -> Role {
        self.addresses[name].map_or(Role::Absent, |address| wire::role(address, &self.password))
    }

    /// Every data node's role, asked at the same time.
    pub fn roles(&self) -> BTreeMap<String, Role> {
        let nodes = self.deployment.data_nodes();
        std::thread::scope(|scope| {
            let asked: Vec<_> = nodes.iter().map(|name| (name, scope.spawn(|| self.role(name)))).collect();
            asked.into_iter().map(|(name, role)| (name.clone(), role.join().unwrap())).collect()
        })
    }

    /// Waits until one node is the master and takes writes, all others are linked to it, and every
    /// sentinel knows that.
    pub fn settled_master(&mut self, seconds: u64) -> String {
        let mut master = String::new();
        wait_for("one master, linked replicas, sentinels that agree", seconds, || {
            self.look_up();
            let roles = self.roles();
            let linked = roles.values().filter(|role| **role == Role::Replica { linked: true }).count();
            let Some((name, _)) = roles.iter().find(|(_, role)| accepts_writes(**role)) else { return false };
            master.clone_from(name);
            let sentinels = self.deployment.sentinels();
            linked == roles.len() - 1 && sentinels.iter().all(|sentinel| self.agrees(sentinel, name))
        });
        master
    }

    /// Whether a sentinel knows the master, its replicas and its peers, and could fail over.
    pub fn agrees(&self, sentinel: &str, master: &str) -> bool {
        let Ok(text) = self.sentinel(sentinel, "MASTER") else { return false };
        let fields: Vec<&str> = text.split("\r\n").collect();
        let value = |key: &str| fields.iter().position(|field| *field == key).map(|at| fields[at + 2].to_owned());
        let replicas = self.deployment.data_nodes().len() - 1;
        let peers = self.deployment.sentinels().len() - 1;
        let expected = [
            ("ip", master.to_owned()),
            ("flags", "master".to_owned()),
            ("num-other-sentinels", peers.to_string()),
            ("num-slaves", replicas.to_string()),
        ];
        expected.iter().all(|(key, text)| value(key).as_ref() == Some(text)) && self.has_quorum(sentinel)
    }

    pub fn has_quorum(&self, sentinel: &str) -> bool {
        self.sentinel(sentinel, "CKQUORUM").is_ok_and(|reply| reply.starts_with("+OK"))
    }

    /// The time until a node other than this one takes writes, and its name; at most this long.
    pub fn promoted(&self, old: &str, within: Duration) -> Option<(Duration, String)> {
        let begin = Instant::now();
        while begin.elapsed() < within {
            let roles = self.roles();
            if let Some((name, _)) = roles.iter().find(|(name, role)| *name != old && accepts_writes(**role)) {
                return Some((begin.elapsed(), name.clone()));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// The time until a client of the router, which connects anew each time, may write; at most this long.
    pub fn through_router(&self, within: Duration) -> Option<Duration> {
        let redis = self.deployment.stack.redis().unwrap();
        let (router, network) = (redis.router.as_ref().unwrap(), redis.master.container.networks[0].as_str());
        let service = router.containers[0].service.as_str();
        let address = self.deployment.address(service, network, router.port.get()).unwrap();
        let begin = Instant::now();
        while begin.elapsed() < within {
            if accepts_writes(wire::role(address, &self.password)) {
                return Some(begin.elapsed());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }

    /// The time until a node follows another one and has its data.
    pub fn follows(&mut self, name: &str, seconds: u64) -> Duration {
        wait_for("the old master is a replica with a link", seconds, || {
            self.look_up();
            self.role(name) == Role::Replica { linked: true }
        })
    }
}

fn accepts_writes(role: Role) -> bool {
    role == Role::Master { accepts_writes: true }
}
