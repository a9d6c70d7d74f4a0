//! The image does not have the locale.
//!
//! # Why
//! musl, the C library of Alpine, accepts any locale name and sorts bytewise: `ñandu` comes after `zorro`. The
//! official images on Debian have only `en_US.utf8`, `C`, `POSIX` and `C.utf8`, and initdb rejects every other
//! name: `invalid locale name`. ICU knows the locale on every image and sorts as speakers of the language expect
//! (PostgreSQL 15, observed).
//!
//! # Wrong
//! [postgres]
//! locale = { provider = "libc", name = "es_CL.UTF-8" }
//!
//! # Right
//! [postgres]
//! locale = { provider = "icu", name = "es-CL" }

use crate::components::postgres::input::LocaleProvider;
use crate::credentials::form;
use crate::rule::prelude::*;
use crate::units::Image;

pub const SEVERITY: Severity = Error;

/// The locales that every C library has, as [`canonical`] writes them.
const EVERYWHERE: [&str; 3] = ["C", "POSIX", "C.utf8"];

/// The label of an image that is not based on Alpine.
const DEBIAN: &str = "an official image on Debian";

/// The names that people write.
const SPELT: [&str; 6] = ["C", "POSIX", "C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8"];

/// Images on Debian that have no other locale than these and `en_US.utf8` (docker-library/postgres, issues 510 and 725).
const OFFICIAL: [&str; 5] =
    ["postgres", "library/postgres", "docker/library/postgres", "pgvector/pgvector", "postgis/postgis"];

/// Which C library an image has.
enum Library {
    Musl,
    OfficialDebian,
}

fn library(image: &Image) -> Option<Library> {
    let name = image.name();
    // The first part is a registry where it has a dot or a port, or is this machine (distribution/reference).
    let is_registry = |first: &str| first.contains(['.', ':']) || first == "localhost";
    let without_registry = name.split_once('/').filter(|(first, _)| is_registry(first)).map_or(name, |(_, rest)| rest);
    if image.tag()?.contains("alpine") {
        Some(Library::Musl)
    } else {
        OFFICIAL.contains(&without_registry).then_some(Library::OfficialDebian)
    }
}

/// The name of a locale as the C library compares it: case and hyphens make no difference in the encoding alone
/// (initdb 13 to 18 refuse `c` and `posix`, observed).
fn canonical(name: &str) -> String {
    let (language, encoding) = name.split_once('.').unwrap_or((name, ""));
    let encoding = encoding.to_ascii_lowercase().replace('-', "");
    if encoding.is_empty() { language.to_owned() } else { format!("{language}.{encoding}") }
}

/// Compares the provider with the image. A name that looks like a credential is repeated in no message.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    let Some(image) = postgres.container().and_then(|container| container.image.as_ref()) else { return };
    let name = postgres.locale.as_str();
    if *postgres.locale_provider != LocaleProvider::Libc
        || EVERYWHERE.contains(&canonical(name).as_str())
        || form(name).is_some()
    {
        return;
    }
    let (message, what) = match library(image) {
        Some(Library::Musl) => {
            (format!("Alpine's C library does not know `{name}` and sorts bytewise"), "an Alpine image")
        }
        Some(Library::OfficialDebian) if canonical(name) != "en_US.utf8" => (
            format!("the image has no locale `{name}`, only `en_US.utf8` and the C locales: the first start fails"),
            DEBIAN,
        ),
        _ => return,
    };
    let has = |known: &str| EVERYWHERE.contains(&canonical(known).as_str()) || what == DEBIAN;
    if let Some(known) = SPELT.iter().find(|known| known.eq_ignore_ascii_case(name) && has(known)) {
        report
            .at(&postgres.locale, format!("the image has no locale `{name}`: locale names are case-sensitive"))
            .also(image, what)
            .help(format!("write `{known}`"))
            .fix(Fix::suggested("use the spelling of the image").set(&postgres.locale, "name", *known));
        return;
    }
    let tag = name.split(['.', '@']).next().unwrap_or_default().replace('_', "-");
    report
        .at(&postgres.locale, message)
        .also(image, what)
        .help(format!("use `provider = \"icu\"` and the language tag `{tag}`"))
        .fix(Fix::suggested("use the ICU locale").set(&postgres.locale_provider, "provider", "icu").set(
            &postgres.locale,
            "name",
            tag,
        ));
}
