//! The deployment on newer servers: PostgreSQL 17 with Redis 8.0, then with Valkey 8.1 and without a fixed address.

use std::time::{Duration, Instant};

use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::failures::few_are_lost;
use crate::faults::{start, stop};
use crate::images;
use crate::redis::Nodes;
use crate::support::isolation::isolated;
use crate::support::{real_input, succeeds};
use crate::table::{Table, seconds};
use crate::writer::Writer;

/// An image of Redis's kind, the server that it runs, and how that tells its version.
const SERVERS: [(&str, &str, &str); 2] = [
    ("redis:8-alpine", "redis-server", "redis_version:8.0"),
    ("valkey/valkey:8-alpine", "valkey-server", "valkey_version:8.1"),
];

#[test]
fn newer_servers_fail_over() {
    isolated("versions::newer_servers_fail_over", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        let mut table = Table::new(
            "newer servers",
            &["image", "healthy after", "promoted after", "seen through the router", "keys lost"],
        );
        for (image, server, version) in SERVERS {
            let input = with(&real_input(), "image = \"redis:7-alpine\"", &format!("image = \"{image}\""));
            let input = with(&input, "image = \"postgres:15-alpine\"", "image = \"postgres:17-alpine\"");
            // Another version of the server cannot read the data of 15.
            let input = with(&input, "volume = \"postgres_data\"", "volume = \"postgres_data_17\"");
            let input = if server == "valkey-server" { without_addresses(&input) } else { input };
            deployment.build(&input);
            let project = deployment.compose_says(&["config", "--format", "json"]);
            images::build(&serde_json::from_str(&project).unwrap());
            let healthy = deployment.up();
            settings_are_in_effect(&deployment);
            let mut nodes = Nodes::of(&deployment);
            let master = nodes.settled_master(90);
            for node in deployment.data_nodes() {
                let told = nodes.ask(&node, &["INFO", "server"]).unwrap();
                assert!(told.contains(version), "{told}");
                not_root(&deployment, &node, server);
            }
            deployment.sentinels().iter().for_each(|sentinel| not_root(&deployment, sentinel, server));
            let (promoted, seen, lost) = fails_over(&deployment, &mut nodes, &master);
            let addresses = if server == "valkey-server" { ", no fixed addresses" } else { "" };
            let image = format!("{image}{addresses}");
            table.row(&[image, seconds(healthy), seconds(promoted), seconds(seen), lost.to_string()]);
            deployment.compose_says(&["down", "--volumes"]);
        }
        table.is_documented();
    });
}

fn with(input: &str, old: &str, new: &str) -> String {
    assert_eq!(input.matches(old).count(), 1, "{old}");
    input.replace(old, new)
}

/// No network has a subnet, so no service a fixed address: Docker's name server alone knows where they are.
fn without_addresses(input: &str) -> String {
    let lines: Vec<&str> =
        input.lines().filter(|line| !line.starts_with("subnet = ") && !line.starts_with("gateway = ")).collect();
    assert!(lines.len() < input.lines().count());
    lines.join("\n")
}

/// The entrypoint has left root.
fn not_root(deployment: &Deployment, service: &str, server: &str) {
    let line = format!("for id in $(pidof {server}); do grep ^Uid: /proc/$id/status; done");
    let users = String::from_utf8(
        succeeds(&mut deployment.shell(&format!("docker compose exec -T {service} sh -c '{line}'"))).stdout,
    );
    assert_eq!(
        users.unwrap().split_whitespace().collect::<Vec<_>>(),
        ["Uid:", "999", "999", "999", "999"],
        "{service}"
    );
}

fn settings_are_in_effect(deployment: &Deployment) {
    let postgres = deployment.stack.postgres();
    let service = postgres.container().unwrap().service.as_str();
    let ask = |statement: &str| {
        let psql =
            format!("psql -U {} -d {} -qAtc \"{statement}\"", postgres.user.as_str(), postgres.database.as_str());
        String::from_utf8(deployment.sh(service, &psql).stdout).unwrap().trim().to_owned()
    };
    assert!(ask("show server_version").starts_with("17."), "{}", ask("show server_version"));
    for (name, value) in &postgres.settings {
        assert_eq!(ask(&format!("show {name}")), value.as_str(), "{name}");
    }
    let sorted = "select string_agg(w, ',' order by w) from (values ('zorro'), ('ñandu'), ('nube'), ('oso')) as t(w)";
    assert_eq!(ask(sorted), "nube,ñandu,oso,zorro");
}

/// The master stops while it is written to: another one takes over, and the old one follows it.
fn fails_over(deployment: &Deployment, nodes: &mut Nodes<'_>, master: &str) -> (Duration, Duration, u64) {
    let writer = Writer::start(deployment, "newer", 20);
    std::thread::sleep(Duration::from_secs(2));
    let begin = Instant::now();
    stop(deployment, &[master]);
    let (_, promoted) = nodes.promoted(master, Duration::from_secs(30)).expect("a replica is promoted");
    let time = begin.elapsed();
    nodes.through_router(Duration::from_secs(10)).expect("the router finds the new master");
    let seen = begin.elapsed();
    let written = writer.finish(|| {
        start(deployment, &[master]);
        assert_eq!(nodes.settled_master(90), promoted);
    });
    few_are_lost(&written);
    (time, seen, written.lost)
}
