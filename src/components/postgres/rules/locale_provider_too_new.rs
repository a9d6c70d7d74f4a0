//! The version of PostgreSQL does not support the `icu` provider.
//!
//! # Why
//! PostgreSQL 15 is the first version whose initdb accepts a locale provider. An older initdb fails on the unknown
//! option, and the container never starts.
//!
//! # Wrong
//! [postgres]
//! image = "postgres:14-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! locale = { provider = "icu", name = "es-CL" }
//!
//! # Right
//! [postgres]
//! image = "postgres:15-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! locale = { provider = "icu", name = "es-CL" }

use crate::components::postgres::input::LocaleProvider;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "initdb rejects the option";

/// The first version whose initdb accepts a provider.
const FIRST: u32 = 15;

/// Compares the provider with the version.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    let Some(release) = postgres.release.as_ref().filter(|_| postgres.version() < FIRST) else { return };
    if *postgres.locale_provider == LocaleProvider::Icu {
        report
            .at(
                &postgres.locale_provider,
                format!(
                    "PostgreSQL {} does not support ICU as the locale provider of its databases",
                    postgres.version()
                ),
            )
            .also(&release.image, "the image")
            .help(format!("use PostgreSQL {FIRST} or newer, or a locale of the image's C library"));
    }
}
