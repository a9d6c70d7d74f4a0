//! Redis's own word on TLS: it ends where the rule finds something, and starts where the rule is silent.

use std::net::TcpListener;
use std::path::Path;

use stackgen::rules::rule;

use crate::redis_table::program;
use crate::support::rules::fixtures;
use crate::support::{base_with, both, succeeds, tool};
use crate::{clean, emitted};

/// A port that nobody listens on.
fn free() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string()
}

/// A certificate, its key and the authority that signed it (itself).
fn certificate(folder: &Path) -> Option<()> {
    let mut command = clean(tool("openssl")?);
    command
        .args("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -keyout redis.key -out redis.crt".split(' '));
    succeeds(command.current_dir(folder));
    std::fs::copy(folder.join("redis.crt"), folder.join("ca.crt")).unwrap();
    Some(())
}

/// What a server says that is given the generated file of the master, until it ends or has run for a second.
fn says(server: &Path, over: &str) -> Option<String> {
    let data = tempfile::tempdir().unwrap();
    certificate(data.path())?;
    let files = emitted(&base_with(over)).artifacts;
    let file = files.iter().find(|file| file.path == "redis/redis-master.conf").unwrap();
    let text = file.text().replace("/data", data.path().to_str().unwrap());
    std::fs::write(data.path().join("redis.conf"), text.replace("6379", &free()).replace("6380", &free())).unwrap();
    let mut command = clean("timeout");
    command.args(["--preserve-status", "1"]).arg(server).args(["redis.conf", "--bind", "127.0.0.1"]);
    Some(both(&command.current_dir(data.path()).output().unwrap()))
}

#[test]
fn a_server_ends_where_the_rule_finds_something() {
    let rule = rule("redis-tls-without-files").unwrap();
    // The builds of 6.2 and of Valkey 9.1 that are at hand have no TLS.
    for server in ["7.0", "7.4", "8.0", "v8.1"] {
        let Some(program) = program(server) else { return };
        for (kind, starts) in [("flagged", false), ("accepted", true)] {
            for (name, over) in fixtures(rule, kind) {
                let Some(said) = says(&program, &over) else { return };
                assert_eq!(said.contains("eady to accept connections"), starts, "{server} {name}: {said}");
            }
        }
    }
}
