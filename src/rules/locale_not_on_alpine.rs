//! A locale that the image does not have.
//!
//! # Why
//! The C library of Alpine (musl) takes the name of any locale and sorts bytewise: `ñandu` after
//! `zorro`. ICU knows the locale on every image, and sorts as its speakers do (PostgreSQL 15,
//! observed).
//!
//! # Wrong
//! [postgres]
//! locale = { provider = "libc", name = "es_CL.UTF-8" }
//!
//! # Right
//! [postgres]
//! locale = { provider = "icu", name = "es-CL" }

use super::prelude::*;
use crate::credentials::form;
use crate::spec::LocaleProvider;

/// Its findings stop a build.
pub const SEVERITY: Severity = Error;

/// The locales that every C library has.
const EVERYWHERE: &[&str] = &["c", "posix", "c.utf-8", "c.utf8"];

/// Compares the provider with the image. What has the form of a credential is repeated in no message.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = &stack.postgres;
    let Some(image) = postgres.container().and_then(|container| container.image.as_ref()) else { return };
    let name = postgres.locale.as_str();
    let everywhere = EVERYWHERE.contains(&name.to_ascii_lowercase().as_str());
    if !image.tag().is_some_and(|tag| tag.contains("alpine"))
        || *postgres.locale_provider != LocaleProvider::Libc
        || everywhere
        || form(name).is_some()
    {
        return;
    }
    let tag = name.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    report
        .at(&postgres.locale, format!("the C library of Alpine does not know `{name}`: it sorts bytewise"))
        .also(image, "an image of Alpine")
        .help(format!("use `provider = \"icu\"` and the language tag `{tag}`"))
        .fix(Fix::suggested("let ICU sort").set(&postgres.locale_provider, "provider", "icu").set(
            &postgres.locale,
            "name",
            tag,
        ));
}
