//! The address of a service is written out.
//!
//! # Why
//! A host and a port that are written out do not follow when the service gets another name or port,
//! when Sentinel moves the master, or when a password is added; nor does the service wait for the other
//! one to start. A reference does all of that.
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

/// Looks for addresses of the stack's services in the texts that are written out.
pub fn check(stack: &Stack, report: &mut Report) {
    for found in found(stack).into_iter().filter(|found| found.wrong.is_none()) {
        report
            .at(&found.literal.text, format!("this is the address of `{}`, written out", found.target.service.as_str()))
            .also(&found.target.service, "the service")
            .help(format!("use a reference, which `environment` takes: {}", found.reference()));
    }
}

/// An address in a text, with its port, and what is wrong with it beyond that it is written out.
pub(super) struct Found<'s> {
    pub(super) literal: &'s Literal,
    pub(super) target: &'s Container,
    pub(super) role: Role,
    pub(super) port: Option<u16>,
    pub(super) wrong: Option<Mismatch>,
}

impl Found<'_> {
    /// The reference that says the same.
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

/// What an address would not work for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// The service does not listen on this port.
    Port(u16),
    /// A password is needed, and the URL has none.
    Unauthenticated,
}

/// The addresses of the stack's services in the texts of those that run, each once a text. One with
/// credentials in it is reported as a literal secret, one with the variable of a secret as such.
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
    // What only waits for a port, like `tcp://db:5432`, logs in nowhere.
    let logs_in = |server: &str| address.scheme.is_some_and(|scheme| scheme.to_ascii_lowercase().starts_with(server));
    let guarded = match role {
        Role::Postgres => logs_in("postgres"),
        Role::Redis | Role::Router => logs_in("redis") && stack.redis().is_some_and(|redis| redis.password.is_some()),
        Role::Sentinel | Role::Odoo | Role::Service => false,
    };
    (guarded && !address.credentials).then_some(Mismatch::Unauthenticated)
}
