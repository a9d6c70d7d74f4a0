//! Secrets cannot be put into a container.
//!
//! # Why
//! Compose writes the secrets of `.env` into the files of the container, below `/run/secrets`, before it starts
//! (Compose 2.40.3, observed). Where these cannot be changed it fails, and a folder in memory at `/run` is mounted
//! over them.
//!
//! # Wrong
//! [odoo]
//! security = { read_only = true, tmpfs = ["/tmp"] }
//!
//! # Right
//! [services.api]
//! security = { read_only = true, tmpfs = ["/tmp"] }

use crate::model::SecretSource;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Folders in memory that hide the secrets. `/var/run` is a link to `/run`.
const HIDING: [&str; 5] = ["/", "/run", "/run/secrets", "/var/run", "/var/run/secrets"];

/// Looks at the containers that read secrets of `.env`.
pub fn check(stack: &Stack, report: &mut Report) {
    for container in stack.active() {
        let of_env = container
            .secrets
            .iter()
            .find(|name| stack.secrets.get(*name).is_some_and(|secret| matches!(secret.source, SecretSource::Env(_))));
        let Some(secret) = of_env.map(crate::units::SecretName::as_str) else { continue };
        let security = &container.security;
        if *security.read_only {
            report
                .at(&security.read_only, format!("Compose cannot write the secret `{secret}` into the container"))
                .help("leave `read_only` out, or take the secrets of this container from files");
        }
        for path in &security.tmpfs {
            if HIDING.contains(&path.as_str().trim_end_matches('/')) || path.as_str() == "/" {
                report
                    .at(path, format!("a folder in memory here hides the secret `{secret}` in /run/secrets"))
                    .help("mount one further below, where the program writes");
            }
        }
    }
}
