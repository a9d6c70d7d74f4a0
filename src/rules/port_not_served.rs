//! A port differs from the one on which the service listens.
//!
//! # Why
//! Only the program itself decides on which port it listens. stackgen infers the port from the port that the
//! service publishes, its health check, its command and the references of other services. When one of these names a
//! port that none of the others names, connections to that port are refused.
//!
//! # Wrong
//! [services.api]
//! ports = [{ container = 8001, host = 8001 }]
//! healthcheck = { command = ["curl", "-f", "http://127.0.0.1:8000/health"] }
//!
//! # Right
//! [services.api]
//! ports = [{ container = 8000, host = 8001 }]
//! healthcheck = { command = ["curl", "-f", "http://127.0.0.1:8000/health"] }

use crate::components::service::Service;
use crate::input::Protocol;
use crate::model::{HealthTest, addresses};
use crate::origin::Origin;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// A port on which the service listens, according to one part of the input.
struct Claim {
    port: u16,
    place: Origin,
    by: &'static str,
}

/// Compares the ports that the input names for each active service under `[services]`.
pub fn check(stack: &Stack, report: &mut Report) {
    for service in stack.services().iter().filter(|service| service.container.active) {
        let (published, known, references) = (published(service), known(service), references(stack, service));
        // Several published ports serve several purposes: none of them is the one port.
        let only = <[Claim; 1]>::try_from(published).ok();
        if let Some([port]) = &only {
            tell(service, port, &known, report);
        }
        let known: Vec<Claim> = known.into_iter().chain(only.into_iter().flatten()).collect();
        for port in &references {
            tell(service, port, &known, report);
        }
    }
}

/// Reports a port that is none of the known ones, if there are any.
fn tell(service: &Service, claim: &Claim, known: &[Claim], report: &mut Report) {
    let Some(other) = known.first().filter(|_| known.iter().all(|other| other.port != claim.port)) else { return };
    let (name, Claim { port, .. }) = (service.container.service.as_str(), claim);
    report
        .at(&claim.place, format!("`{name}` listens on port {} according to {}, not on {port}", other.port, other.by))
        .also(&other.place, "the other port")
        .help("use the port on which the program listens");
}

fn published(service: &Service) -> Vec<Claim> {
    let ports = service.container.ports.iter().filter(|port| *port.protocol == Protocol::Tcp);
    let claim = |port: &crate::model::Published| Claim {
        port: port.container.get(),
        place: port.container.origin(),
        by: "its published port",
    };
    ports.map(claim).collect()
}

/// The ports of the service's own addresses in its health check, and the one after `--port` in its command.
fn known(service: &Service) -> Vec<Claim> {
    let (words, place): (Vec<&str>, _) = match &service.health {
        Some(HealthTest::Command(words)) => (words.iter().map(String::as_str).collect(), words.origin()),
        Some(HealthTest::Shell(line)) => (line.split([' ', '"', '\'']).collect(), line.origin()),
        None => (Vec::new(), service.container.service.origin()),
    };
    let own = |host: &str| ["127.0.0.1", "localhost"].contains(&host) || host == service.container.service.as_str();
    let asked = words.iter().flat_map(|word| addresses(word)).filter(|at| own(at.host)).filter_map(|at| at.port);
    let mut known: Vec<Claim> = asked.map(|port| Claim { port, place, by: "its health check" }).collect();
    if let Some(command) = &service.command {
        let words: Vec<&str> = command.iter().map(|word| word.as_str()).collect();
        let value = words.iter().position(|word| *word == "--port").and_then(|at| words.get(at + 1));
        let port = value.and_then(|word| word.parse().ok());
        known.extend(port.map(|port| Claim { port, place: command.origin(), by: "its command" }));
    }
    known
}

fn references(stack: &Stack, service: &Service) -> Vec<Claim> {
    let all = stack.active().flat_map(|container| &container.reaches);
    let to_it = all.filter(|reach| reach.service == *service.container.service).filter_map(|reach| reach.port.as_ref());
    to_it.map(|port| Claim { port: port.get(), place: port.origin(), by: "a reference" }).collect()
}
