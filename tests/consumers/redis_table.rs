//! The table of directives, and the generated files, by the servers of each version (`scripts/redis`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use stackgen::components::redis::table::{REDIS_RENAMED, REDIS_SERVERS, redis_directives};

use crate::clean;
use crate::support::{base_with, both, built, installed, root, tool};

/// Directives that no file of ours may hold: names of old, what only the programs' authors use, and what a container has no
/// use for.
const LEFT_OUT: &[&str] = &[
    "daemonize",
    "gopher-enabled",
    "key-load-delay",
    "lua-replicate-commands",
    "pidfile",
    "primaryauth",
    "primaryuser",
    "rdb-key-save-delay",
    "repl-ping-slave-period",
    "slave-announce-ip",
    "slave-announce-port",
    "slaveof",
    "use-exit-on-panic",
    "watchdog-period",
];

/// The program of a server of the table.
pub fn program(server: &str) -> Option<PathBuf> {
    let name =
        server.strip_prefix('v').map_or_else(|| format!("redis-{server}"), |version| format!("valkey-{version}"));
    match server {
        "7.0" => tool("redis-server"),
        _ => installed(&name, root().join("target/redis/bin").join(&name)),
    }
}

/// A server on a socket; it stops with the value.
struct Server {
    dir: tempfile::TempDir,
    process: std::process::Child,
}

impl Server {
    fn start(program: &Path) -> Self {
        Self::with(program, tempfile::tempdir().unwrap(), &["--save", ""])
    }

    /// A server that is told this besides, with files of a folder.
    fn with(program: &Path, dir: tempfile::TempDir, told: &[&str]) -> Self {
        let mut command = clean(program);
        command.args(told).args(["--port", "0", "--unixsocket"]).arg(dir.path().join("socket"));
        let process = command.current_dir(dir.path()).stdout(Stdio::null()).spawn().unwrap();
        let server = Self { dir, process };
        let end = Instant::now() + Duration::from_secs(10);
        while !server.cli(&["PING"]).starts_with("PONG") {
            assert!(Instant::now() < end, "{} does not start", program.display());
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    fn cli(&self, words: &[&str]) -> String {
        let mut command = clean(tool("redis-cli").unwrap());
        command.arg("-s").arg(self.dir.path().join("socket")).arg("--raw").args(words);
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    }

    /// The names of all that `CONFIG GET` shows.
    fn listed(&self) -> BTreeSet<String> {
        self.cli(&["CONFIG", "GET", "*"])
            .lines()
            .step_by(2)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether a server knows a directive that it finds in its file; of the value it thinks nothing.
fn reads(program: &Path, name: &str) -> bool {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("redis.conf"), format!("port 0\n{name} \"\u{1} x\"\n")).unwrap();
    // Without a port it ends by itself once all is read; where the value is one, it would run.
    let mut command = clean("timeout");
    let output = command.arg("2").arg(program).arg("redis.conf").current_dir(dir.path()).output().unwrap();
    let said = both(&output);
    !said.contains("Bad directive or wrong number of arguments")
        && !said.contains("Module Configuration detected without")
}

/// Old names that servers of later versions still read, and that the table has for the version whose own name it was.
fn is_old(name: &str, server: &str) -> bool {
    server != "6.2" && REDIS_RENAMED.iter().any(|(old, _)| *old == name)
}

#[test]
fn the_table_is_that_of_the_servers() {
    let mut wrong = Vec::new();
    for server in REDIS_SERVERS {
        let Some(program) = program(server) else { return };
        let listed = Server::start(&program).listed();
        for (name, directive) in redis_directives().iter() {
            // The build of 6.2 has no TLS; the official images do.
            let of_build = server == "6.2" && name.starts_with("tls-") && directive.servers.contains(&"7.0");
            let known = of_build || !is_old(name, server) && (listed.contains(name) || reads(&program, name));
            if known != directive.servers.contains(&server) {
                wrong.push(format!("{name}: {server} {} it", if known { "knows" } else { "does not know" }));
            }
        }
        let renamed = |name: &str| REDIS_RENAMED.iter().any(|(old, new)| *old == name && listed.contains(*new));
        let ours = |name: &&String| {
            LEFT_OUT.contains(&name.as_str()) || renamed(name) || redis_directives().contains_key(name.as_str())
        };
        wrong.extend(
            listed.iter().filter(|name| !ours(name)).map(|name| format!("{name}: {server} has it, the table has not")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is set by the old name is read by the new one.
#[test]
fn old_names_are_those_of_the_server() {
    let Some(program) = program("7.0") else { return };
    let server = Server::start(&program);
    for (old, new) in REDIS_RENAMED {
        let value =
            if server.cli(&["CONFIG", "GET", old]).lines().nth(1).unwrap().parse::<i64>().is_ok() { "7" } else { "no" };
        assert_eq!(server.cli(&["CONFIG", "SET", old, value]).trim(), "OK", "{old}");
        assert_eq!(server.cli(&["CONFIG", "GET", new]).lines().nth(1), Some(value), "{new}");
    }
}

/// Every server starts with the generated files of a node, a replica and a sentinel.
#[test]
fn every_server_takes_the_generated_files() {
    let dir = built(&base_with(""));
    for server in REDIS_SERVERS {
        let Some(program) = program(server) else { return };
        for (file, sentinel) in
            [("redis-master.conf", false), ("redis-replica-1.conf", false), ("sentinel-1.conf", true)]
        {
            let text = std::fs::read_to_string(dir.path().join("generated/redis").join(file)).unwrap();
            let place = tempfile::tempdir().unwrap();
            // The names are those of the stack's containers; Sentinel 6.2 looks for them at the start.
            let text = text.replace("/data", place.path().to_str().unwrap()).replace("redis-master", "localhost");
            std::fs::write(place.path().join("live.conf"), text).unwrap();
            let mut command = clean("timeout");
            command.args(["--preserve-status", "1"]).arg(&program).arg("live.conf").args(["--port", "0"]);
            command.args(["--unixsocket", "socket"]).args(sentinel.then_some("--sentinel")).current_dir(place.path());
            let said = both(&command.output().unwrap());
            let started =
                ["Server initialized", "Running mode=sentinel", "Sentinel ID is", "ready to accept", "Ready to accept"];
            assert!(
                started.iter().any(|line| said.contains(line)) && !said.contains("FATAL"),
                "{server} {file}: {said}"
            );
        }
    }
}

/// Whatever key decides a directive, the servers have its value.
#[test]
fn the_servers_say_what_the_keys_decide() {
    let input = base_with(
        "[redis]\nmaxmemory = '100mb'\nmaxmemory_policy = 'volatile-lfu'\ndatabases = 7\nmax_connections = 200\n\
         persistence = { appendfsync = 'always' }\n",
    );
    let text = std::fs::read_to_string(built(&input).path().join("generated/redis/redis-master.conf")).unwrap();
    let expected = [
        ("maxmemory", "104857600"),
        ("maxmemory-policy", "volatile-lfu"),
        ("databases", "7"),
        ("maxclients", "200"),
        ("appendonly", "yes"),
        ("appendfsync", "always"),
    ];
    for server in REDIS_SERVERS {
        let Some(program) = program(server) else { return };
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("live.conf"), text.replace("/data", dir.path().to_str().unwrap())).unwrap();
        let started = Server::with(&program, dir, &["live.conf"]);
        for (name, value) in expected {
            assert_eq!(started.cli(&["CONFIG", "GET", name]).lines().nth(1), Some(value), "{server} {name}");
        }
    }
}
