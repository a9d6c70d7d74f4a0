//! Odoo's role is the superuser of the database server.
//!
//! # Why
//! The image makes `POSTGRES_USER` a superuser. If a mistake in an addon allows SQL injection, an attacker can
//! then read files of the server and run programs in its container. With `superuser`, the image gets a separate
//! superuser, and a script creates the role of Odoo, which owns its database and nothing else.
//!
//! # Wrong
//! # without postgres.superuser
//! # without secrets.postgres_password
//!
//! # Right
//! [postgres]
//! superuser = { name = "postgres", password = { secret = "postgres_password" } }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// Looks for a separate superuser if the server is a container of the stack.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    if postgres.container().is_none() || postgres.superuser.is_some() {
        return;
    }
    report
        .at(&postgres.user, format!("Odoo's role `{}` is the superuser of the server", postgres.user.as_str()))
        .help("add `superuser = { name = \"postgres\", password = { secret = \"…\" } }` before the first start");
}
