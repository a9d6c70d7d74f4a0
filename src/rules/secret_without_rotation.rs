//! A secret that is never replaced.
//!
//! # Why
//! A value that leaked without a trace works until it is replaced. `rotate` says after how long that is
//! due; the template of `.env` states it beside the variable.
//!
//! # Wrong
//! [secrets]
//! redis_password = { env = "REDIS_PASSWORD" }
//! # without secrets.redis_password.rotate
//!
//! # Right
//! [secrets]
//! redis_password = { env = "REDIS_PASSWORD", rotate = "90d" }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

pub const DEPENDS_ON: &[&str] = &["secrets"];

/// Looks for the time after which each secret is due.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, secret) in stack.secrets.iter().filter(|(_, secret)| secret.rotate.is_none()) {
        report
            .at(&secret.source.origin(), format!("nothing says when `{}` is to be replaced", name.as_str()))
            .help("add `rotate`, like `rotate = \"90d\"`");
    }
}
