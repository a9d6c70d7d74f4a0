//! A secret has no rotation period.
//!
//! # Why
//! A value that leaked unnoticed stays valid until it is replaced. `rotate` states how often the secret must be
//! replaced. The template of `.env` shows the period beside the variable.
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

/// Looks for the rotation period of each secret.
pub fn check(stack: &Stack, report: &mut Report) {
    for (name, secret) in stack.secrets.iter().filter(|(_, secret)| secret.rotate.is_none()) {
        report
            .at(&secret.source.origin(), format!("the secret `{}` has no rotation period", name.as_str()))
            .help("set `rotate`, for example `rotate = \"90d\"`");
    }
}
