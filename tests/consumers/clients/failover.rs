//! A failover as the clients of Redis see it, with the servers of each version.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::network::Redis;
use super::{LIBRARIES, Library, debians_haproxy, modules, newer_haproxy, secrets, started_by};
use crate::redis_table::program;
use crate::scripts::password;
use crate::support::{base_with, built, stacks};

/// What the input of these tests promises; the libraries notice and connect within it.
const PROMISED: Duration = Duration::from_secs(10);

/// Writes that a client tries, 50 ms apart at least: a bound.
const WRITES: &str = "1200";

/// A stack with a router, and a service for each library that is told the address as its library reads it.
fn input(image: &str) -> String {
    let services = LIBRARIES.map(|library| {
        let (name, reference) = (library.name, library.reference);
        format!(
            "[services.{name}]\nimage = 'example.com/{name}:1'\ncommand = ['run']\n[services.{name}.environment]\n\
             REDIS_URL = {reference}\nREDIS_MASTER = {{ redis = {{ db = 1, part = 'master_name' }} }}\n"
        )
    });
    let rest = format!(
        "[redis]\nimage = '{image}'\nsentinel = {{ max_downtime = '10s' }}\nrouter = {{ image = 'haproxy:3-alpine' }}\n"
    );
    base_with(&(rest + &services.concat()))
}

/// A client that writes again and again; what it prints comes over a channel.
struct Client {
    library: Library,
    process: Child,
    ids: Receiver<(Instant, String)>,
    log: PathBuf,
}

impl Client {
    /// The id of the server that takes its next writes, once it is another one than `old`.
    fn writes_to_another(&self, old: Option<&str>, within: Duration) -> (Instant, String) {
        let end = Instant::now() + within;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let written = self.ids.recv_timeout(left);
            let (at, id) = written.unwrap_or_else(|_| {
                let said = std::fs::read_to_string(&self.log).unwrap();
                panic!("{} does not write to another server: {said}", self.library.name)
            });
            if old != Some(id.as_str()) {
                return (at, id);
            }
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts the program of a library in the network, by the generated script of its service.
fn client(redis: &Redis, generated: &std::path::Path, secrets: &std::path::Path, library: Library) -> Option<Client> {
    let program = (library.program)()?;
    let words = started_by(generated, library.name, secrets, &program);
    let mut command = redis.network.run(&words[0]);
    command
        .args(&words[1..])
        .args([library.name, WRITES].iter().filter(|word| library.name != "fred" || **word == WRITES));
    command.env("REDIS_MASTER", "mymaster").env("NODE_MODULES", modules());
    let log = secrets.join(format!("{}.log", library.name));
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    let (sender, ids) = channel();
    std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send((Instant::now(), line))));
    Some(Client { library, process, ids, log })
}

/// For as long as two nodes say that they are the master, and a little longer: a connection through the router reaches the one
/// that the sentinels named. Those of the libraries stand already.
fn new_connections_go_elsewhere(redis: &Redis, old: &str) {
    let begin = Instant::now();
    let (mut reached, mut two) = (0, 0);
    while begin.elapsed() < Duration::from_secs(12) {
        let said = redis.network.ask("redis-router", 6379, &["INFO", "server"]);
        assert!(
            !said.contains(old),
            "{:?} after it came back a connection reaches the old master; the router: {}",
            begin.elapsed(),
            redis.network.log("redis-router")
        );
        reached += u32::from(said.contains("run_id:"));
        two += u32::from(redis.network.ask(&redis.master, 6379, &["ROLE"]).starts_with("master"));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(two > 10 && reached > 50, "{two} times there were two masters, {reached} connections reached one");
}

/// What the password is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Every printable character: the libraries that decode it follow.
    OfEverything,
    /// Those that redis-sentinel-url, which decodes nothing, finds in a URL: every library follows.
    ForAll,
}

fn every_library_follows(server: Option<PathBuf>, haproxy: Option<PathBuf>, image: &str, made: Made) {
    let (Some(server), Some(haproxy)) = (server, haproxy) else { return };
    let password = match made {
        Made::OfEverything => password(),
        Made::ForAll => password().replace(['/', '?', '#', '@', '[', ']'], ""),
    };
    let input = input(image);
    let (dir, secrets, (stack, _)) = (built(&input), secrets(&password), stacks(&input));
    let generated = dir.path().join("generated");
    let redis = Redis::start(&generated, &stack, &server, &haproxy, &password);
    let start = |library| client(&redis, &generated, secrets.path(), library);
    let reads = |library: &Library| library.name != "redis-sentinel-url" || made == Made::ForAll;
    let Some(clients) = LIBRARIES.into_iter().filter(reads).map(start).collect::<Option<Vec<Client>>>() else { return };
    let said = redis.network.ask(&redis.master, 6379, &["INFO", "server"]);
    let master = said.lines().find_map(|line| line.strip_prefix("run_id:")).unwrap().trim().to_owned();
    for client in &clients {
        let (_, id) = client.writes_to_another(None, PROMISED);
        assert_eq!(id, master, "{}", client.library.name);
    }
    // Silent, not gone: the worst of the deaths, for connections stay.
    redis.network.signal(&redis.master, "-STOP");
    let begin = Instant::now();
    for client in &clients {
        let (at, _) = client.writes_to_another(Some(&master), PROMISED);
        assert!(at - begin < PROMISED, "{image}: {} writes again after {:?}", client.library.name, at - begin);
        eprintln!("{image}: {} writes again after {:.1} s", client.library.name, (at - begin).as_secs_f32());
    }
    // It comes back, and takes itself for the master until the sentinels tell it otherwise.
    redis.network.signal(&redis.master, "-CONT");
    new_connections_go_elsewhere(&redis, &master);
    for client in &clients {
        let since: Vec<String> = client.ids.try_iter().map(|(_, id)| id).collect();
        assert!(since.len() > 20, "{image}: {} wrote {} times in 12 s", client.library.name, since.len());
        assert!(!since.contains(&master), "{image}: {} writes to the old master", client.library.name);
    }
    assert!(redis.network.ask(&redis.master, 6379, &["ROLE"]).starts_with("slave"));
}

/// At that moment most sentinels name the old master still: they learn of the new one from the hello of the sentinel that led
/// the failover.
#[test]
fn an_old_master_that_is_back_at_once_is_not_reached() {
    let (Some(server), Some(haproxy)) = (program("7.0"), debians_haproxy()) else { return };
    let (password, input) = (password(), input("redis:7.0-alpine"));
    let (dir, (stack, _)) = (built(&input), stacks(&input));
    let redis = Redis::start(&dir.path().join("generated"), &stack, &server, &haproxy, &password);
    let said = redis.network.ask(&redis.master, 6379, &["INFO", "server"]);
    let old = said.lines().find_map(|line| line.strip_prefix("run_id:")).unwrap().trim().to_owned();
    redis.network.signal(&redis.master, "-STOP");
    let nodes: Vec<String> = stack.redis().unwrap().nodes().map(|node| node.container.host()).collect();
    let end = Instant::now() + PROMISED;
    let promoted = || {
        let mut others = nodes.iter().filter(|node| **node != redis.master);
        others.any(|node| redis.network.ask(node, 6379, &["ROLE"]).starts_with("master"))
    };
    while !promoted() {
        assert!(Instant::now() < end, "nobody was promoted");
    }
    redis.network.signal(&redis.master, "-CONT");
    new_connections_go_elsewhere(&redis, &old);
}

#[test]
fn redis_6_2() {
    every_library_follows(program("6.2"), newer_haproxy(), "redis:6.2-alpine", Made::OfEverything);
}

#[test]
fn redis_7_0() {
    every_library_follows(program("7.0"), debians_haproxy(), "redis:7.0-alpine", Made::ForAll);
}

#[test]
fn redis_7_4() {
    every_library_follows(program("7.4"), newer_haproxy(), "redis:7.4-alpine", Made::OfEverything);
}

#[test]
fn redis_8_0() {
    every_library_follows(program("8.0"), debians_haproxy(), "redis:8.0-alpine", Made::ForAll);
}

#[test]
fn valkey_8_1() {
    every_library_follows(program("v8.1"), newer_haproxy(), "valkey/valkey:8.1-alpine", Made::OfEverything);
}

#[test]
fn valkey_9_1() {
    every_library_follows(program("v9.1"), debians_haproxy(), "valkey/valkey:9.1-alpine", Made::ForAll);
}
