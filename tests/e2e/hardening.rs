//! What the containers may do, as the kernel sees it, and how they end.

use std::time::Instant;

use stackgen::model::Container;

use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS, docker_says};
use crate::redis::Nodes;
use crate::support::both;
use crate::support::isolation::isolated;
use crate::table::{Table, seconds};

#[test]
fn processes_have_no_privileges_and_end_when_told() {
    isolated("hardening::processes_have_no_privileges_and_end_when_told", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        Nodes::of(&deployment).settled_master(60);
        for container in deployment.containers() {
            no_privileges(&deployment, container);
            number_of_processes_is_bounded(&deployment, container);
        }
        let mut table = Table::new("stopped", &["service", "ended after", "of"]);
        for container in deployment.containers() {
            let service = container.service.as_str();
            let begin = Instant::now();
            deployment.compose_says(&["stop", service]);
            let time = begin.elapsed();
            let state = &deployment.inspect(service)["State"];
            assert_eq!(state["ExitCode"], 0, "{service}: {state}");
            let grace = container.stop_grace_period.human();
            table.row(&[service.to_owned(), seconds(time), grace]);
        }
        let says = |service: &str, words: &str| {
            let log = both(&deployment.compose(&["logs", "--no-color", service]).output().unwrap());
            assert!(log.lines().rev().take(3).any(|line| line.contains(words)), "{service}: {log}");
        };
        says(deployment.stack.postgres().container().unwrap().service.as_str(), "database system is shut down");
        for node in deployment.data_nodes() {
            says(&node, "Redis is now ready to exit, bye bye...");
        }
        table.is_documented();
    });
}

/// No process can gain privileges; none has any, but for the init and what is run from outside. What a further service
/// does with Docker's own capabilities is its own affair.
fn no_privileges(deployment: &Deployment, container: &Container) {
    let service = container.service.as_str();
    let processes = docker_says(&["top", &deployment.id(service), "-eo", "pid,comm"]);
    let known = !container.security.cap_drop.is_empty();
    let mut looked = 0;
    for line in processes.lines().skip(1) {
        let (pid, name) = line.trim().split_once(' ').unwrap();
        let Ok(status) = std::fs::read_to_string(format!("/proc/{pid}/status")) else { continue };
        let field = |key: &str| status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim();
        assert_eq!(field("NoNewPrivs:"), "1", "{service}: {name}");
        if known && name.trim() != "docker-init" && field("PPid:") != "0" {
            assert_eq!(field("CapEff:"), "0000000000000000", "{service}: {name}");
            assert_ne!(field("Uid:").split_whitespace().next(), Some("0"), "{service}: {name} is root's");
            looked += 1;
        }
    }
    assert!(!known || looked > 0, "{service}: {processes}");
}

fn number_of_processes_is_bounded(deployment: &Deployment, container: &Container) {
    let service = container.service.as_str();
    // Version 1 and version 2 of cgroups (kernel, Documentation/admin-guide).
    let output = deployment.sh(service, "cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null");
    let most = String::from_utf8(output.stdout).unwrap();
    assert_eq!(most.trim(), container.resources.pids.to_string(), "{service}");
}

/// Keys laid over those of Redis, and what is said where it cannot read its secret then.
const READ_ONLY: [(&str, Option<&str>); 3] = [
    ("", None),
    ("    read_only: true\n", Some("in read-only service redis-master: `file` is the sole supported option")),
    ("    tmpfs: [/run]\n", Some("cannot be read: set REDIS_PASSWORD in .env")),
];

/// What the rule `read-only-hides-secrets` says of Compose.
#[test]
fn secrets_need_files_that_can_be_written() {
    isolated("hardening::secrets_need_files_that_can_be_written", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("development");
        for (keys, refused) in READ_ONLY {
            let over = format!("services:\n  redis-master:\n    init: true\n{keys}");
            std::fs::write(deployment.generated().join("over.yml"), over).unwrap();
            let files = ["-f", "docker-compose.yml", "-f", "docker-compose.development.yml", "-f", "over.yml"];
            let up = ["up", "-d", "--force-recreate", "--wait", "--wait-timeout", "30", "redis-master"];
            let output = deployment.compose(&[&files[..], &up[..]].concat()).output().unwrap();
            let said = both(&output) + &deployment.logs();
            assert_eq!(output.status.success(), refused.is_none(), "{keys}: {said}");
            assert!(refused.is_none_or(|words| said.contains(words)), "{keys}: {said}");
        }
    });
}
