//! A locale of ICU whose language does not exist.
//!
//! # Why
//! From 16 on initdb refuses it: `locale "spanish" has unknown language "spanish"`. That of 15 takes it without a word
//! (PostgreSQL 15 to 18, observed). ICU's names begin with a code of two or three
//! letters: `es-CL`, `pt-BR`, `und` for none.
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

/// Looks for the language among those that ICU knows. What has the form of a credential is repeated in no message.
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
        || "begin with the code of a language, like `es-CL`; `und` is none".to_owned(),
        |code| format!("did you mean `{code}`?"),
    );
    report.at(&postgres.locale, format!("ICU knows no language `{language}`")).help(help);
}
