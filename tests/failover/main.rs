//! The emitted files and scripts, unchanged, run by a real Redis and its sentinels: they start,
//! authenticate, replicate and fail over.

mod changes;
mod early;
mod model;
mod node;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use node::Stack;
use support::isolation::{self, CommandLines};
use support::wire::Role;

/// What a node is made of, beside its files.
const PROGRAMS: [&str; 3] = ["redis-server", "redis-cli", "chroot"];

/// Runs the body of a test where nodes can be started.
fn isolated(test: &str, body: fn()) {
    isolation::isolated(test, &PROGRAMS, || {
        node::prepare();
        body();
    });
}

const PASSWORD: &str = r#"p'a"s\w#o$r%d `with` $(spaces) {and} "more" "#;
const MASTER_NAME: &str = "odoo19_redis_master";
const MAX_DOWNTIME: Duration = Duration::from_secs(10); // of inputs/stack.toml

#[test]
fn production_replicates_and_fails_over() {
    isolated("production_replicates_and_fails_over", || {
        let lines = CommandLines::watch();
        let mut stack = Stack::new("production", PASSWORD);
        everything_comes_up(&mut stack);
        the_password_is_needed(&stack);
        let promoted = a_replica_is_promoted(&mut stack);
        the_old_master_returns_as_replica(&mut stack);
        let master = a_master_restarts_at_once(&mut stack, &promoted);
        everything_restarts(&mut stack, &master);
        shows_no_password(lines);
    });
}

#[test]
fn development_needs_no_sentinel() {
    isolated("development_needs_no_sentinel", || {
        let lines = CommandLines::watch();
        let mut stack = Stack::new("development", PASSWORD);
        assert_eq!(stack.names(""), ["redis-master"]);
        let begin = Instant::now();
        stack.start("redis-master");
        wait_for("it is healthy", 5, || stack.healthy("redis-master"));
        eprintln!("development: healthy after {:.2?}", begin.elapsed());
        assert_eq!(stack.role("redis-master"), Role::Master { accepts_writes: true });
        stack.stop_all();
        shows_no_password(lines);
    });
}

/// What the rule `renamed-command-needed` says of the health check, of a real server.
#[test]
fn a_renamed_command_keeps_the_health_check_from_passing() {
    isolated("a_renamed_command_keeps_the_health_check_from_passing", || {
        for (command, passes) in [("AUTH", false), ("PING", false), ("FLUSHALL", true)] {
            let reason = |rule| format!("{{ rule = \"{rule}\", reason = \"what the test is about\" }},\n");
            let reasons = reason("renamed-command-needed") + &reason("config-renamed-under-sentinel");
            let input = support::real_input().replacen("allow = [\n", &format!("allow = [\n{reasons}"), 1);
            let input = input
                .replace("[redis.replicas]", &format!("[redis.rename_commands]\n{command} = \"\"\n[redis.replicas]"));
            let mut stack = Stack::of("development", &input, PASSWORD);
            stack.start("redis-master");
            wait_for("it answers", 10, || stack.ask_without_password("redis-master", &["ECHO", "x"]).is_ok());
            std::thread::sleep(Duration::from_millis(500));
            assert_eq!(stack.healthy("redis-master"), passes, "{command}");
            stack.kill("redis-master");
        }
    });
}

#[test]
fn an_empty_password_stops_the_start() {
    isolated("an_empty_password_stops_the_start", || {
        for (mode, name) in [("development", "redis-master"), ("production", "redis-sentinel-1")] {
            let mut stack = Stack::new(mode, "");
            stack.start(name);
            let status = stack.exit(name, Duration::from_secs(5));
            assert!(!status.success(), "{name}: {status}");
            assert!(stack.log(name).contains("is empty: set REDIS_PASSWORD in .env"), "{name}: {}", stack.log(name));
            let error = stack.ask_without_password(name, &["PING"]).unwrap_err();
            assert_eq!(error.kind(), std::io::ErrorKind::ConnectionRefused, "{name}");
        }
    });
}

fn everything_comes_up(stack: &mut Stack) {
    let begin = Instant::now();
    for name in stack.names("") {
        stack.start(&name);
    }
    let names = stack.names("");
    wait_for("all are healthy", 40, || names.iter().all(|name| stack.healthy(name)));
    eprintln!("start: all {} healthy after {:.2?}", names.len(), begin.elapsed());
    assert_eq!(settled_master(stack, 40), "redis-master");
    eprintln!("start: settled after {:.2?}", begin.elapsed());
    three_sentinels_agree_on(stack, "redis-master");
    host_names_are_announced(stack, "redis-master");
}

fn the_password_is_needed(stack: &Stack) {
    for name in stack.data_nodes() {
        let reply = stack.ask_without_password(&name, &["PING"]).unwrap();
        assert!(reply.starts_with("-NOAUTH"), "{name}: {reply}");
        assert!(stack.ask(&name, &["PING"]).contains("+PONG"), "{name}");
        stack.set_secret(&name, "not the password");
        assert!(!stack.healthy(&name), "{name} is healthy with a wrong password");
        stack.set_secret(&name, PASSWORD);
        assert!(stack.healthy(&name), "{name}");
    }
}

fn a_replica_is_promoted(stack: &mut Stack) -> String {
    stack.ask("redis-master", &["SET", "before", "failover"]);
    for name in stack.names("redis-replica") {
        wait_for("the key is on the replicas", 5, || stack.ask(&name, &["GET", "before"]).contains("failover"));
    }
    let begin = Instant::now();
    stack.kill("redis-master");
    let mut promoted = None;
    let writer = loop {
        let roles = at_most_one_writer(stack);
        let master = roles.iter().find(|(_, role)| role.is_master());
        if let (None, Some((name, _))) = (&promoted, master) {
            eprintln!("failover: {name} promoted after {:.2?}", begin.elapsed());
            promoted = Some(name.clone());
        }
        if let Some((name, _)) = roles.iter().find(|(_, role)| accepts_writes(**role)) {
            break name.clone();
        }
        assert!(begin.elapsed() < MAX_DOWNTIME, "no master takes writes after {:.2?}", begin.elapsed());
        std::thread::sleep(Duration::from_millis(50));
    };
    eprintln!("failover: {writer} takes writes after {:.2?}", begin.elapsed());
    stack.ask(&writer, &["SET", "after", "failover"]);
    writer
}

fn the_old_master_returns_as_replica(stack: &mut Stack) {
    let begin = Instant::now();
    stack.start("redis-master");
    let mut first = None;
    loop {
        let role = stack.role("redis-master");
        assert!(!role.is_master(), "the old master says it is the master after {:.2?}", begin.elapsed());
        if first.is_none() && role != Role::Absent {
            first = Some(begin.elapsed());
        }
        if role == (Role::Replica { linked: true }) {
            break;
        }
        assert!(begin.elapsed() < Duration::from_secs(30), "the old master is {role:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
    eprintln!("return: answers after {:.2?}, linked after {:.2?}", first.unwrap(), begin.elapsed());
    has_the_keys(stack);
}

/// The master is back before the sentinels take it for down.
fn a_master_restarts_at_once(stack: &mut Stack, master: &str) -> String {
    let begin = Instant::now();
    stack.kill(master);
    stack.start(master);
    let mut last = BTreeMap::new();
    while begin.elapsed() < Duration::from_secs(12) {
        let roles = at_most_one_writer(stack);
        if roles != last {
            eprintln!("restart: after {:.2?} {roles:?}", begin.elapsed());
            last = roles;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let settled = settled_master(stack, 40);
    eprintln!("restart: settled on {settled} after {:.2?} (it was {master})", begin.elapsed());
    has_the_keys(stack);
    settled
}

fn everything_restarts(stack: &mut Stack, master: &str) {
    let ids = sentinel_ids(stack);
    let begin = Instant::now();
    stack.stop_all();
    eprintln!("full restart: stopped after {:.2?}", begin.elapsed());
    let begin = Instant::now();
    for name in stack.names("").iter().rev() {
        stack.start(name);
    }
    wait_for("all are healthy", 40, || {
        at_most_one_writer(stack);
        stack.names("").iter().all(|name| stack.healthy(name))
    });
    eprintln!("full restart: healthy after {:.2?}", begin.elapsed());
    assert_eq!(settled_master(stack, 40), master);
    eprintln!("full restart: settled after {:.2?}", begin.elapsed());
    has_the_keys(stack);
    three_sentinels_agree_on(stack, master);
    host_names_are_announced(stack, master);
    assert_eq!(sentinel_ids(stack), ids);
}

/// Waits until one node is the master and takes writes, and the others are linked to it.
fn settled_master(stack: &Stack, seconds: u64) -> String {
    let mut master = String::new();
    wait_for("one master, and replicas that are linked", seconds, || {
        let roles = at_most_one_writer(stack);
        let linked = roles.values().filter(|role| **role == Role::Replica { linked: true }).count();
        let writer = roles.iter().find(|(_, role)| accepts_writes(**role));
        writer.inspect(|(name, _)| master.clone_from(name)).is_some() && linked == roles.len() - 1
    });
    master
}

fn at_most_one_writer(stack: &Stack) -> BTreeMap<String, Role> {
    let roles = stack.roles();
    let writers = roles.values().filter(|role| accepts_writes(**role)).count();
    assert!(writers <= 1, "{roles:?}");
    roles
}

fn accepts_writes(role: Role) -> bool {
    role == Role::Master { accepts_writes: true }
}

fn three_sentinels_agree_on(stack: &Stack, master: &str) {
    let sentinels = stack.names("redis-sentinel");
    assert_eq!(sentinels.len(), 3);
    for name in sentinels {
        wait_for("the sentinel knows the others and the master", 20, || {
            let text = sentinel(stack, &name, "MASTER");
            let fields: Vec<&str> = text.split("\r\n").collect();
            let value = |key: &str| fields.iter().position(|field| *field == key).map(|at| fields[at + 2]);
            let expected = [("ip", master), ("flags", "master"), ("num-other-sentinels", "2"), ("num-slaves", "2")];
            expected.iter().all(|(key, text)| value(key) == Some(text))
        });
        wait_for("the quorum", 20, || sentinel(stack, &name, "CKQUORUM").starts_with("+OK 3 usable"));
    }
}

fn host_names_are_announced(stack: &Stack, master: &str) {
    let (masters, replicas): (Vec<_>, Vec<_>) = stack.data_nodes().into_iter().partition(|name| name == master);
    assert_eq!(masters.len(), 1);
    for name in stack.names("redis-sentinel") {
        let known = sentinel(stack, &name, "REPLICAS");
        assert!(replicas.iter().all(|replica| known.contains(&format!("\r\n{replica}\r\n"))), "{name}: {known}");
        let address = sentinel(stack, &name, "GET-MASTER-ADDR-BY-NAME");
        assert!(address.contains(&format!("\r\n{master}\r\n")), "{name}: {address}");
        for text in [known, address, sentinel(stack, &name, "SENTINELS")] {
            assert!(!text.contains(node::NETWORK), "{name} knows an address: {text}");
        }
    }
    for replica in replicas {
        let info = stack.ask(&replica, &["INFO", "replication"]);
        assert!(info.contains(&format!("\r\nmaster_host:{master}\r\n")), "{info}");
        let info = stack.ask(master, &["INFO", "replication"]);
        assert!(info.contains(&format!(":ip={replica},port=6379,state=online")), "{info}");
    }
}

fn sentinel(stack: &Stack, name: &str, command: &str) -> String {
    stack.ask_without_password(name, &["SENTINEL", command, MASTER_NAME]).unwrap()
}

fn sentinel_ids(stack: &Stack) -> Vec<String> {
    let names = stack.names("redis-sentinel");
    names.iter().map(|name| stack.ask_without_password(name, &["SENTINEL", "MYID"]).unwrap()).collect()
}

fn has_the_keys(stack: &Stack) {
    for name in stack.data_nodes() {
        for key in ["before", "after"] {
            let reply = stack.ask(&name, &["GET", key]);
            assert!(reply.contains("\r\nfailover\r\n"), "{name} has not the key {key}: {reply}");
        }
    }
}

fn shows_no_password(lines: CommandLines) {
    let seen = lines.seen();
    assert!(seen.iter().any(|line| line.contains("redis-server")), "{seen:?}");
    assert!(seen.iter().any(|line| line.contains("/usr/local/etc/redis/start.sh")), "{seen:?}");
    let shown: Vec<_> = seen.iter().filter(|line| line.contains(PASSWORD.trim_end())).collect();
    assert!(shown.is_empty(), "{shown:?}");
    eprintln!("command lines: {} seen, none with the password", seen.len());
}

fn wait_for(what: &str, seconds: u64, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(seconds);
    while !holds() {
        assert!(Instant::now() < end, "not within {seconds} s: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
