//! The address of a service is hard-coded.
//!
//! # Why
//! A hard-coded host and port do not change when the service gets another name or port, when Sentinel promotes
//! another master, or when a password is added. The client also does not wait until the service has started. A
//! reference follows these changes and adds the dependency.
//!
//! # Wrong
//! [services.api.environment]
//! WORKER = "http://worker:9000"
//!
//! # Right
//! [services.api.environment]
//! WORKER = { service = { name = "worker", port = 9000 } }

use crate::components::hosts::Role;
use crate::credentials::form;
use crate::model::{Address, Literal, addresses};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

/// Looks for hard-coded addresses of the stack's services.
pub fn check(stack: &Stack, report: &mut Report) {
    for found in found(stack).into_iter().filter(|found| found.wrong.is_none()) {
        report
            .at(&found.literal.text, format!("the address of `{}` is hard-coded", found.target.service.as_str()))
            .also(&found.target.service, "the service")
            .help(format!("use a reference in `environment` instead: {}", found.reference()));
    }
}

/// An address in a text, with its port, and what else is wrong with it besides being hard-coded.
pub(super) struct Found<'s> {
    pub(super) literal: &'s Literal,
    pub(super) target: &'s Container,
    pub(super) role: Role,
    pub(super) port: Option<u16>,
    pub(super) wrong: Option<Mismatch>,
}

impl Found<'_> {
    /// The reference to the same endpoint.
    pub(super) fn reference(&self) -> String {
        match self.role {
            Role::Postgres => "`{ postgres = { part = \"url\" } }`".to_owned(),
            Role::Redis | Role::Sentinel | Role::Router => "`{ redis = { db = 0 } }`".to_owned(),
            Role::Odoo | Role::Service => {
                let port = self.port.map_or_else(|| "…".to_owned(), |port| port.to_string());
                format!("`{{ service = {{ name = \"{}\", port = {port} }} }}`", self.target.service.as_str())
            }
        }
    }
}

/// Why an address does not work.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The service does not listen on this port.
    Port(u16),
    /// The server requires a password, and the URL has none.
    Unauthenticated,
}

/// The addresses of the stack's services in the texts of active services, at most one for each text. Other rules report
/// texts with credentials (as a literal secret) and texts with the variable of a secret.
pub(super) fn found(stack: &Stack) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    for literal in &stack.literals {
        if !stack.container(&literal.service).is_some_and(|container| container.active) {
            continue;
        }
        if form(&literal.text).is_some() || super::secret_in_environment::asked_for(stack, literal).is_some() {
            continue;
        }
        let of_stack = addresses(&literal.text).into_iter().find_map(|address| {
            let (target, role) = stack.host(address.host)?;
            Some(Found { literal, target, role, port: address.port, wrong: wrong(stack, &address, role) })
        });
        all.extend(of_stack);
    }
    all
}

fn wrong(stack: &Stack, address: &Address<'_>, role: Role) -> Option<Mismatch> {
    let listens = stack.listens(role);
    if let Some(port) = address.port.filter(|port| !listens.is_empty() && !listens.contains(port)) {
        return Some(Mismatch::Port(port));
    }
    // A URL that is only used to wait for a port, like `tcp://db:5432`, does not log in.
    let logs_in = |server: &str| address.scheme.is_some_and(|scheme| scheme.to_ascii_lowercase().starts_with(server));
    let guarded = match role {
        Role::Postgres => logs_in("postgres"),
        Role::Redis | Role::Router => logs_in("redis") && stack.redis().is_some_and(|redis| redis.password.is_some()),
        Role::Sentinel | Role::Odoo | Role::Service => false,
    };
    (guarded && !address.credentials).then_some(Mismatch::Unauthenticated)
}
