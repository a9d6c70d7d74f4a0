//! A read-only file system or a tmpfs keeps secrets out of a container.
//!
//! # Why
//! Before a container starts, Compose writes its secrets from `.env` into the container's file system, below
//! `/run/secrets` (Compose 2.40.3, observed). If that file system is read-only, Compose fails. If a tmpfs is
//! mounted at `/run`, it hides the secrets.
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

/// Targets of a tmpfs that hide the secrets. `/var/run` is a link to `/run`.
const HIDING: [&str; 5] = ["/", "/run", "/run/secrets", "/var/run", "/var/run/secrets"];

/// Looks at the containers that read secrets from `.env`.
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
                .at(
                    &security.read_only,
                    format!("Compose cannot write the secret `{secret}` into a read-only container"),
                )
                .help("remove `read_only`, or read the secrets of this container from files");
        }
        for path in &security.tmpfs {
            if HIDING.contains(&path.as_str().trim_end_matches('/')) || path.as_str() == "/" {
                report
                    .at(path, format!("a tmpfs here hides the secret `{secret}` in /run/secrets"))
                    .help("mount the tmpfs at the subfolder to which the program writes");
            }
        }
    }
}
