//! What is done to containers.

use std::process::Command;

use crate::deployment::Deployment;
use crate::engine::{docker, docker_says};
use crate::support::{both, succeeds};

pub fn stop(deployment: &Deployment, services: &[&str]) {
    for service in services {
        succeeds(&mut docker(&["kill", &deployment.id(service)]));
    }
}

pub fn start(deployment: &Deployment, services: &[&str]) {
    for service in services {
        succeeds(&mut docker(&["start", &deployment.id(service)]));
    }
}

/// The process of a container's Redis, as seen from here: the first process may be an init.
pub fn pid(deployment: &Deployment, service: &str) -> String {
    let processes = docker_says(&["top", &deployment.id(service), "-eo", "pid,comm"]);
    let mut servers = processes.lines().filter_map(|line| line.trim().strip_suffix(" redis-server"));
    servers.next().unwrap_or_else(|| panic!("{service} runs no server: {processes}")).trim().to_owned()
}

/// The end of a container's link that is on this side.
pub fn link(deployment: &Deployment, service: &str) -> String {
    let index = both(&deployment.sh(service, "cat /sys/class/net/eth0/iflink"));
    let links = String::from_utf8(succeeds(Command::new("ip").args(["-o", "link"])).stdout).unwrap();
    let start = format!("{}: ", index.trim());
    let line = links.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("no {start} in {links}"));
    line[start.len()..].split(['@', ':']).next().unwrap().to_owned()
}

pub fn set_link(link: &str, state: &str) {
    succeeds(Command::new("ip").args(["link", "set", link, state]));
}
