//! The language of an ICU locale is unknown.
//!
//! # Why
//! Since PostgreSQL 16, initdb rejects such a locale: `locale "spanish" has unknown language "spanish"`. The
//! initdb of PostgreSQL 15 accepts it silently (PostgreSQL 15 to 18, observed). The name of an ICU locale starts
//! with a language code of two or three letters, as in `es-CL` and `pt-BR`; `und` means no language.
//!
//! # Wrong
//! [postgres]
//! locale = { provider = "icu", name = "spanish" }
//!
//! # Right
//! [postgres]
//! locale = { provider = "icu", name = "es-CL" }

use crate::components::postgres::input::LocaleProvider;
use crate::components::postgres::table::icu_languages;
use crate::credentials::form;
use crate::rule::prelude::*;
use crate::suggest::nearest;

pub const SEVERITY: Severity = Error;

/// Languages by the names that people give them: in English and in their own.
const NAMED: [(&str, &str); 12] = [
    ("spanish", "es"),
    ("espanol", "es"),
    ("castellano", "es"),
    ("english", "en"),
    ("german", "de"),
    ("deutsch", "de"),
    ("french", "fr"),
    ("francais", "fr"),
    ("portuguese", "pt"),
    ("portugues", "pt"),
    ("italian", "it"),
    ("italiano", "it"),
];

/// Looks for the language among those that ICU knows. A name that looks like a credential is repeated in no message.
pub fn check(stack: &Stack, report: &mut Report) {
    let postgres = stack.postgres();
    if postgres.container().is_none() || *postgres.locale_provider != LocaleProvider::Icu {
        return;
    }
    let name = postgres.locale.as_str();
    let language = name.split(['-', '_', '@', '.']).next().unwrap_or_default().to_ascii_lowercase();
    if icu_languages().any(|known| known == language) || form(name).is_some() {
        return;
    }
    let named = NAMED.iter().find(|(word, _)| *word == language).map(|(_, code)| *code);
    let help = named.or_else(|| nearest(&language, icu_languages())).map_or_else(
        || "start with a language code, like `es-CL`, or use `und` for no language".to_owned(),
        |code| format!("did you mean `{code}`?"),
    );
    report.at(&postgres.locale, format!("ICU does not know the language `{language}`")).help(help);
}
