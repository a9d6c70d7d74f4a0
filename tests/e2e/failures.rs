//! What fails, one thing at a time, under a client that writes; several runs of each.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::deployment::Deployment;
use crate::engine::{Engine, NameServer, PROGRAMS, docker, docker_says, wait_for};
use crate::faults::{link, pid, set_link, start, stop};
use crate::redis::Nodes;
use crate::support::isolation::isolated;
use crate::support::{both, succeeds};
use crate::table::{Table, seconds};
use crate::writer::{Writer, Written};

const RUNS: u32 = 3;

/// Runs of what takes longer.
const ROUNDS: u32 = 2;

/// Seconds for which a client writes around a failure.
const WRITES: u64 = 20;

#[test]
fn a_master_may_fail() {
    isolated("failures::a_master_may_fail", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        runs(&deployment, "master stopped", &stopped);
        runs(&deployment, "master paused", &|deployment, master, outage| {
            let pid = pid(deployment, master);
            succeeds(Command::new("kill").args(["-STOP", &pid]));
            outage();
            succeeds(Command::new("kill").args(["-CONT", &pid]));
        });
        crashes(&deployment);
        partitions(&deployment);
    });
}

/// Docker asks the host's name server for the name of a container that is gone.
#[test]
fn a_master_may_fail_without_a_name_server() {
    isolated("failures::a_master_may_fail_without_a_name_server", &PROGRAMS, || {
        let _engine = Engine::start_where(NameServer::IsSilent);
        let deployment = Deployment::new("production");
        deployment.up();
        runs(&deployment, "master stopped, name server silent", &stopped);
    });
}

fn stopped(deployment: &Deployment, master: &str, outage: &mut dyn FnMut()) {
    succeeds(&mut docker(&["kill", &deployment.id(master)]));
    outage();
    succeeds(&mut docker(&["start", &deployment.id(master)]));
}

/// A failure: it calls back while the master is away.
type Failure = dyn Fn(&Deployment, &str, &mut dyn FnMut());

/// Fails the master several times and measures until a replica is promoted, for how long the client
/// could not write, what it lost, and until the old master follows.
fn runs(deployment: &Deployment, name: &'static str, fail: &Failure) {
    let mut table = Table::new(
        name,
        &[
            "run",
            "replica promoted after",
            "seen through the router",
            "longest gap of the client",
            "acknowledged",
            "lost",
            "old master follows",
        ],
    );
    for run in 1..=RUNS {
        let mut nodes = Nodes::of(deployment);
        let master = nodes.settled_master(90);
        let writer = Writer::start(deployment, &format!("{name} {run}").replace(' ', "-"), WRITES);
        std::thread::sleep(Duration::from_secs(3));
        let (mut promotion, mut seen) = (Duration::ZERO, Duration::ZERO);
        fail(deployment, &master, &mut || {
            (promotion, seen) = std::thread::scope(|scope| {
                let seen = scope.spawn(|| nodes.through_router(promised(deployment)));
                let promotion = promoted(&nodes, &master, promised(deployment));
                (promotion, seen.join().unwrap().expect("the router finds the new master in time"))
            });
            std::thread::sleep(Duration::from_secs(3));
        });
        let follows = nodes.follows(&master, 60);
        let written = writer.finish(|| drop(Nodes::of(deployment).settled_master(90)));
        let row = [
            run.to_string(),
            seconds(promotion),
            seconds(seen),
            seconds(written.longest_gap),
            written.acknowledged.to_string(),
            written.lost.to_string(),
            seconds(follows),
        ];
        table.row(&row);
        few_are_lost(&written);
    }
    table.is_documented();
}

/// How long writes may be refused, as the input says.
fn promised(deployment: &Deployment) -> Duration {
    let (_, sentinel) = deployment.stack.active_sentinel().unwrap();
    Duration::from_millis(sentinel.max_downtime.as_ref().unwrap().millis())
}

/// The time until another node takes writes.
fn promoted(nodes: &Nodes<'_>, master: &str, within: Duration) -> Duration {
    let (time, _) = nodes.promoted(master, within).unwrap_or_else(|| panic!("nobody was promoted in {within:?}"));
    time
}

/// Replication is asynchronous: what the master acknowledged in its last moments may be gone, but no
/// more than a client wrote in that time.
pub fn few_are_lost(written: &Written) {
    assert!(written.lost * 100 <= written.acknowledged, "{written:?}");
}

/// The process of the master ends; Docker starts it again at once.
fn crashes(deployment: &Deployment) {
    let mut table = Table::new(
        "master crashed",
        &["run", "a master again after", "longest gap of the client", "acknowledged", "lost", "failovers"],
    );
    for run in 1..=RUNS {
        let mut nodes = Nodes::of(deployment);
        let master = nodes.settled_master(90);
        let writer = Writer::start(deployment, &format!("crash-{run}"), WRITES);
        std::thread::sleep(Duration::from_secs(3));
        succeeds(Command::new("kill").args(["-KILL", &pid(deployment, &master)]));
        let begin = Instant::now();
        let settled = nodes.settled_master(90);
        let time = begin.elapsed();
        let written = writer.finish(|| drop(Nodes::of(deployment).settled_master(90)));
        table.row(&[
            run.to_string(),
            seconds(time),
            seconds(written.longest_gap),
            written.acknowledged.to_string(),
            written.lost.to_string(),
            u8::from(settled != master).to_string(),
        ]);
        few_are_lost(&written);
    }
    table.is_documented();
}

/// The master's link is cut and mended. Its side takes writes until it has missed its replicas for
/// long enough; what it took is lost.
fn partitions(deployment: &Deployment) {
    let mut table = Table::new(
        "master cut off",
        &[
            "run",
            "replica promoted after",
            "isolated side refuses writes after",
            "writes it had taken",
            "of these lost",
            "longest gap of the client",
            "acknowledged",
            "lost",
            "old master follows",
        ],
    );
    for run in 1..=RUNS {
        let mut nodes = Nodes::of(deployment);
        let master = nodes.settled_master(90);
        let writer = Writer::start(deployment, &format!("partition-{run}"), WRITES);
        std::thread::sleep(Duration::from_secs(3));
        let link = link(deployment, &master);
        set_link(&link, "down");
        let prefix = format!("isolated-{run}");
        let (promotion, (refused, taken)) = std::thread::scope(|scope| {
            let isolated = scope.spawn(|| isolated_writes(deployment, &master, &prefix));
            (promoted(&nodes, &master, promised(deployment)), isolated.join().unwrap())
        });
        set_link(&link, "up");
        let follows = nodes.follows(&master, 90);
        let written = writer.finish(|| drop(Nodes::of(deployment).settled_master(90)));
        let settled = Nodes::of(deployment).settled_master(90);
        let kept = (1..=taken).filter(|number| {
            let key = format!("{prefix}:{number}");
            nodes.ask(&settled, &["EXISTS", &key]).is_ok_and(|reply| reply == ":1\r\n")
        });
        table.row(&[
            run.to_string(),
            seconds(promotion),
            seconds(refused),
            taken.to_string(),
            (taken - kept.count()).to_string(),
            seconds(written.longest_gap),
            written.acknowledged.to_string(),
            written.lost.to_string(),
            seconds(follows),
        ]);
        few_are_lost(&written);
    }
    table.is_documented();
}

/// Writes beside the isolated master until it refuses: the time, and the number of writes it took.
fn isolated_writes(deployment: &Deployment, master: &str, prefix: &str) -> (Duration, usize) {
    let begin = Instant::now();
    let mut taken = 0;
    let id = deployment.id(master);
    loop {
        let line =
            format!("REDISCLI_AUTH=\"$(cat /run/secrets/redis_password)\" redis-cli set {prefix}:{} 1", taken + 1);
        let answer = both(&docker(&["exec", &id, "sh", "-c", &line]).output().unwrap());
        if answer.starts_with("NOREPLICAS") {
            return (begin.elapsed(), taken);
        }
        assert_eq!(answer.trim(), "OK");
        taken += 1;
        assert!(begin.elapsed() < Duration::from_secs(30), "the isolated master takes writes for ever");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn sentinels_may_fail() {
    isolated("failures::sentinels_may_fail", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        let mut table =
            Table::new("sentinels stopped", &["run", "stopped", "quorum", "master stopped: replica promoted after"]);
        for run in 1..=ROUNDS {
            for sentinel in deployment.sentinels() {
                let time = without(&deployment, &[&sentinel]);
                table.row(&[run.to_string(), sentinel.clone(), "kept".to_owned(), seconds(time)]);
            }
            let time = without_two(&deployment);
            let promoted = format!("never; {} after one of them is back", seconds(time));
            table.row(&[run.to_string(), "two".to_owned(), "lost".to_owned(), promoted]);
        }
        table.is_documented();
    });
}

/// With these sentinels stopped, the time until a replica is promoted.
fn without(deployment: &Deployment, stopped: &[&str]) -> Duration {
    let mut nodes = Nodes::of(deployment);
    let master = nodes.settled_master(90);
    stop(deployment, stopped);
    nodes.look_up();
    for left in deployment.sentinels().iter().filter(|name| !stopped.contains(&name.as_str())) {
        wait_for("the others have a quorum", 20, || nodes.has_quorum(left));
    }
    stop(deployment, &[&master]);
    let time = promoted(&nodes, &master, promised(deployment));
    start(deployment, stopped);
    start(deployment, &[&master]);
    nodes.settled_master(90);
    time
}

/// With two of three sentinels stopped nothing changes while the master lives; when it stops nobody
/// is promoted, until one of the two is back.
fn without_two(deployment: &Deployment) -> Duration {
    let mut nodes = Nodes::of(deployment);
    let master = nodes.settled_master(90);
    let sentinels = deployment.sentinels();
    let [left, one, other] = sentinels.as_slice() else { panic!("{sentinels:?}") };
    stop(deployment, &[one, other]);
    nodes.look_up();
    wait_for("the last one has no quorum", 20, || !nodes.has_quorum(left));
    let written = Writer::start(deployment, "two-stopped", 5).finish(|| ());
    assert_eq!((written.failed, written.lost), (0, 0), "{written:?}");
    stop(deployment, &[&master]);
    let promoted = nodes.promoted(&master, Duration::from_secs(30));
    assert!(promoted.is_none(), "{promoted:?} without a majority");
    start(deployment, &[one]);
    let (time, _) = nodes.promoted(&master, Duration::from_secs(150)).expect("one is back: a majority");
    start(deployment, &[other, &master]);
    nodes.settled_master(90);
    time
}

#[test]
fn a_failover_outlives_restarts() {
    isolated("failures::a_failover_outlives_restarts", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        let mut nodes = Nodes::of(&deployment);
        let old = nodes.settled_master(90);
        let written = Writer::start(&deployment, "restarts", 5).finish(|| ());
        assert_eq!(written.lost, 0);
        stop(&deployment, &[&old]);
        let (_, promoted) = nodes.promoted(&old, Duration::from_secs(10)).unwrap();
        start(&deployment, &[&old]);
        nodes.settled_master(90);
        let keys = size(&nodes, &promoted);
        assert!(keys >= written.acknowledged, "{keys} keys, {} written", written.acknowledged);

        let mut table = Table::new(
            "whole stack restarted after a failover",
            &["run", "how", "settled after", "master", "keys lost"],
        );
        let everything: [(&str, &dyn Fn()); 3] = [
            ("docker compose restart", &|| drop(deployment.compose_says(&["restart"]))),
            ("docker compose down, docker compose up", &|| {
                deployment.down();
                deployment.up();
            }),
            ("every process killed at once", &|| {
                let ids = docker_says(&["ps", "-q"]);
                let ids: Vec<&str> = ids.lines().collect();
                succeeds(docker(&["kill"]).args(&ids));
                deployment.up();
            }),
        ];
        for (run, (how, restart)) in (1..=ROUNDS).flat_map(|run| everything.map(|one| (run, one))) {
            let begin = Instant::now();
            restart();
            let mut nodes = Nodes::of(&deployment);
            let master = nodes.settled_master(120);
            let time = begin.elapsed();
            assert_eq!(master, promoted, "{how}: the failover is forgotten");
            let found = size(&nodes, &master);
            assert!(found >= keys, "{how}: {found} of {keys} keys");
            table.row(&[
                run.to_string(),
                how.to_owned(),
                seconds(time),
                "the promoted one".to_owned(),
                (keys - found.min(keys)).to_string(),
            ]);
        }
        table.is_documented();
    });
}

fn size(nodes: &Nodes<'_>, name: &str) -> u64 {
    nodes.ask(name, &["DBSIZE"]).unwrap().trim().trim_start_matches(':').parse().unwrap()
}
