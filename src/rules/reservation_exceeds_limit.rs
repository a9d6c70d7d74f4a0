//! A reservation exceeds its limit.
//!
//! # Why
//! Compose accepts the file, but Docker refuses to start the container: `Minimum memory limit can not be less than
//! memory reservation limit` (20.10, observed).
//!
//! # Wrong
//! [odoo]
//! resources = { cpus = 2, memory = "4 GiB", reserved_memory = "5 GiB" }
//!
//! # Right
//! [odoo]
//! resources = { cpus = 2, memory = "4 GiB", reserved_memory = "1 GiB" }

use crate::finding::Value;
use crate::rule::prelude::*;
use crate::units::Cpus;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "Docker refuses to start the container";

/// Compares each reservation with its limit; all Redis nodes share one table.
pub fn check(stack: &Stack, report: &mut Report) {
    let mut seen = Vec::new();
    for container in stack.containers() {
        let of = &container.resources;
        let places = (of.reserved_memory.as_ref().map(At::span), of.reserved_cpus.as_ref().map(At::span));
        if seen.contains(&places) {
            continue;
        }
        seen.push(places);
        let name = container.service.as_str();
        compare(name, "memory", of.reserved_memory.as_ref(), of.memory.as_ref(), Bytes::human, report);
        compare(name, "cpus", of.reserved_cpus.as_ref(), of.cpus.as_ref(), Cpus::human, report);
    }
}

fn compare<T: Copy + PartialOrd + Into<Value>>(
    name: &str,
    key: &str,
    reserved: Option<&At<T>>,
    limit: Option<&At<T>>,
    human: fn(T) -> String,
    report: &mut Report,
) {
    let Some((reserved, limit)) = reserved.zip(limit).filter(|(reserved, limit)| ***reserved > ***limit) else {
        return;
    };
    report
        .at(reserved, format!("`{name}` reserves {}, but its limit is {}", human(**reserved), human(**limit)))
        .also(limit, "the limit")
        .help(format!("lower `reserved_{key}`, or raise the limit"))
        .fix(Fix::suggested("lower the reservation to the limit").set(reserved, &format!("reserved_{key}"), **limit));
}
