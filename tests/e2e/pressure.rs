//! A Redis that is full: what it evicts, and that it is not killed for it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use stackgen::components::redis::Redis;

use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::redis::Nodes;
use crate::support::isolation::isolated;
use crate::table::{Table, seconds};

const SESSIONS: u64 = 2000;
const SESSION_BYTES: usize = 4 << 10;
/// Seconds that a session lives.
const WEEK: u64 = 7 * 24 * 3600;

const CACHE_BYTES: usize = 8 << 10;
/// How far `maxmemory` may be exceeded: keys are evicted before a command, and what the command itself
/// then adds (its value, buffers of its connection) is not undone (Redis, evict.c `performEvictions`).
const COMMAND_BYTES: u64 = 64 << 10;
/// Writes between two looks at the replies.
const BATCH: u64 = 64;

#[test]
fn a_full_redis_evicts() {
    isolated("pressure::a_full_redis_evicts", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        let redis = deployment.stack.redis().unwrap();
        let mut nodes = Nodes::of(&deployment);
        let master = nodes.settled_master(90);
        let mut client = Client::connect(&deployment, redis, &master);
        client.set(0..SESSIONS, "odoo_session", SESSION_BYTES, |_| WEEK);

        let maxmemory = redis.maxmemory.as_ref().unwrap().bytes.get();
        let writes = 2 * maxmemory / CACHE_BYTES as u64; // twice what fits
        let begin = Instant::now();
        let ended = AtomicBool::new(false);
        let (most, rewrites) = std::thread::scope(|scope| {
            let memory = scope.spawn(|| most_memory(&deployment, &master, &ended));
            let rewrites = scope.spawn(|| rewrite_again_and_again(&nodes, &master, &ended));
            client.set(0..writes, "cache", CACHE_BYTES, |number| 3600 + number % 600);
            ended.store(true, Ordering::Relaxed);
            (memory.join().unwrap(), rewrites.join().unwrap())
        });
        let time = begin.elapsed();

        let limit = redis.master.container.resources.memory.as_ref().unwrap().get();
        let evicted: u64 = nodes.info(&master, "stats", "evicted_keys").parse().unwrap();
        let [used, not_counted] = nodes
            .infos(&master, "memory", ["used_memory", "mem_not_counted_for_evict"])
            .map(|number| number.parse::<u64>().unwrap());
        let counted = used - not_counted;
        assert!(evicted > writes / 4, "{evicted} of {writes} are evicted");
        assert!(counted <= maxmemory + COMMAND_BYTES, "{counted} of {maxmemory}");
        assert!(rewrites > 0, "no rewrite ran to its end while it was full");
        assert_eq!(nodes.info(&master, "persistence", "aof_last_bgrewrite_status"), "ok");
        assert_eq!(client.count(0..SESSIONS, "odoo_session"), SESSIONS, "sessions are evicted");
        assert!(most < limit, "{most} of {limit}");
        for name in deployment.data_nodes() {
            let found = deployment.inspect(&name);
            assert_eq!(found["RestartCount"], 0, "{name}");
            assert_eq!(found["State"]["OOMKilled"], false, "{name}");
        }
        assert_eq!(nodes.settled_master(120), master, "there was a failover");

        let mut table = Table::new(
            "Redis full",
            &[
                "written",
                "in",
                "maxmemory",
                "most memory of the container",
                "its limit",
                "rewrites",
                "evicted",
                "sessions lost",
            ],
        );
        table.row(&[
            mebibytes(writes * CACHE_BYTES as u64),
            seconds(time),
            mebibytes(maxmemory),
            mebibytes(most),
            mebibytes(limit),
            rewrites.to_string(),
            format!("{evicted} of {writes}"),
            format!("0 of {SESSIONS}"),
        ]);
        table.is_documented();
    });
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MiB", bytes >> 20)
}

/// A client that does not wait for one reply before it sends the next command.
struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    fn connect(deployment: &Deployment, redis: &Redis, node: &str) -> Client {
        let network = redis.master.container.networks[0].as_str();
        let address: SocketAddr = deployment.address(node, network, redis.port.get()).unwrap();
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut client = Client { stream: BufReader::new(stream) };
        let password = deployment.value("REDIS_PASSWORD").to_owned();
        client.send(&[b"AUTH", password.as_bytes()]);
        assert_eq!(client.line(), "+OK");
        client
    }

    fn send(&mut self, words: &[&[u8]]) {
        let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            bytes.extend(format!("${}\r\n", word.len()).into_bytes());
            bytes.extend(*word);
            bytes.extend(b"\r\n");
        }
        self.stream.get_mut().write_all(&bytes).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.stream.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// Writes keys of this prefix, each of which must be taken.
    fn set(&mut self, numbers: std::ops::Range<u64>, prefix: &str, bytes: usize, expires: impl Fn(u64) -> u64) {
        let value = vec![b'v'; bytes];
        let mut begin = numbers.start;
        while begin < numbers.end {
            let batch = begin..(begin + BATCH).min(numbers.end);
            for number in batch.clone() {
                let key = format!("{prefix}:{number}");
                let seconds = expires(number).to_string();
                self.send(&[b"SET", key.as_bytes(), &value, b"EX", seconds.as_bytes()]);
            }
            for number in batch.clone() {
                assert_eq!(self.line(), "+OK", "{prefix}:{number}");
            }
            begin = batch.end;
        }
    }

    /// How many of the keys are there.
    fn count(&mut self, numbers: std::ops::Range<u64>, prefix: &str) -> u64 {
        let keys: Vec<String> = numbers.map(|number| format!("{prefix}:{number}")).collect();
        let words: Vec<&[u8]> = std::iter::once(&b"EXISTS"[..]).chain(keys.iter().map(String::as_bytes)).collect();
        self.send(&words);
        self.line().trim_start_matches(':').parse().unwrap()
    }
}

/// Rewrites the append-only file for as long as it lasts: the number that ended well.
fn rewrite_again_and_again(nodes: &Nodes<'_>, master: &str, ended: &AtomicBool) -> u64 {
    let mut count = 0;
    let mut running = false;
    while !ended.load(Ordering::Relaxed) {
        let now = nodes.info(master, "persistence", "aof_rewrite_in_progress") == "1";
        count += u64::from(running && !now);
        running = now || nodes.ask(master, &["BGREWRITEAOF"]).is_ok_and(|reply| reply.starts_with('+'));
        std::thread::sleep(Duration::from_millis(100));
    }
    count
}

/// The most memory of the container that its kernel could not take back, looked at again and again:
/// the page cache of the files is not in it.
fn most_memory(deployment: &Deployment, service: &str, ended: &AtomicBool) -> u64 {
    let mut most = 0;
    while !ended.load(Ordering::Relaxed) {
        // Version 1 and version 2 of cgroups (kernel, Documentation/admin-guide).
        let output =
            deployment.sh(service, "cat /sys/fs/cgroup/memory/memory.stat /sys/fs/cgroup/memory.stat 2>/dev/null");
        let text = String::from_utf8(output.stdout).unwrap();
        let value = |key: &str| text.lines().find_map(|line| line.strip_prefix(key)?.trim().parse::<u64>().ok());
        most = most.max(value("total_rss ").or_else(|| value("anon ")).expect("the memory is counted"));
        std::thread::sleep(Duration::from_millis(50));
    }
    most
}
