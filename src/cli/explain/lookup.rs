//! Errors for keys and modes that do not exist, with suggestions.

use super::view::View;
use crate::cli::Failure;
use crate::components::language::LANGUAGE;
use crate::components::odoo::options::not_in_odoo_conf;
use crate::document::dotted;
use crate::input::Lookup;
use crate::layers::Layer;
use crate::suggest::nearest;

/// The largest number of keys with the same name that are suggested.
const MOST_PROPOSED: usize = 3;
/// The largest number of keys of a table that are listed.
const MOST_LISTED: usize = 40;

/// Suggests rules or keys: by the whole text, or by the last part of a key.
pub(super) fn proposed(text: &str, names: &[&str]) -> Option<String> {
    let paths = LANGUAGE.known_paths();
    let last = text.rsplit('.').next().unwrap_or_default();
    let called = |name: &str| {
        paths.iter().filter(|path| path.last() == Some(&name)).map(|path| dotted(path)).take(MOST_PROPOSED).collect()
    };
    let exact: Vec<String> = called(last);
    if !exact.is_empty() {
        return Some(did_you_mean(&exact));
    }
    let texts: Vec<String> = paths.iter().map(|path| dotted(path)).filter(|path| !text.starts_with(path)).collect();
    let whole = names.iter().copied().chain(texts.iter().map(String::as_str));
    if let Some(near) = nearest(text, whole) {
        return Some(did_you_mean(&[near.to_owned()]));
    }
    let near = nearest(last, paths.iter().filter_map(|path| path.last().copied()))?;
    Some(did_you_mean(&called(near)))
}

pub(super) fn did_you_mean(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("did you mean {}?", quoted.join(" or "))
}

/// The keys that the schema has in a table.
pub(super) fn keys_in(table: &[String]) -> Vec<String> {
    let of_schema = match LANGUAGE.describe(table) {
        _ if table.is_empty() => LANGUAGE.sections().map(str::to_owned).collect(),
        Lookup::Known(key) => key.keys.iter().map(|key| (*key).to_owned()).collect(),
        _ => Vec::new(),
    };
    if !of_schema.is_empty() {
        return of_schema;
    }
    let below = |path: &&Vec<&str>| path.len() == table.len() + 1 && path.iter().zip(table).all(|(a, b)| a == b);
    LANGUAGE.known_paths().iter().filter(below).filter_map(|path| path.last()).map(|key| (*key).to_owned()).collect()
}

/// An unknown key: suggests the nearest key in the same table or elsewhere, or lists the keys of the table.
pub(super) fn no_key(path: &[String], depth: usize, written: &[String]) -> Failure {
    let (table, key) = path.split_at(depth);
    let key = key.first().map(String::as_str).unwrap_or_default();
    let mut known = keys_in(table);
    known.extend(written.iter().cloned());
    let with = |key: &str| dotted(&[table, &[key.to_owned()]].concat());
    let what = if table.is_empty() {
        format!("unknown section `{}`", dotted(&[key]))
    } else {
        format!("unknown key `{}` in `{}`", dotted(&[key]), dotted(table))
    };
    let of_odoo = not_in_odoo_conf(key).filter(|_| table == ["odoo", "options"]);
    let help = match nearest(key, known.iter().map(String::as_str)) {
        _ if of_odoo.is_some() => of_odoo.unwrap_or_default(),
        Some(near) => did_you_mean(&[with(near)]),
        None => proposed(&dotted(path), &[]).unwrap_or_else(|| match known.len() {
            0 => "the table has no keys".to_owned(),
            1..=MOST_LISTED => format!("the known keys are {}", known.join(", ")),
            many => format!("the table has {many} other known keys"),
        }),
    };
    Failure::Usage(format!("{what}\n{help}"))
}

/// The first name on a path that no layer of an input has, and the names that exist at that place.
pub(super) fn missing_name(
    layers_at: impl Fn(&[String]) -> Vec<Layer>,
    path: &[String],
    free: &[usize],
) -> Option<(usize, Vec<String>)> {
    let absent = |path: &[String]| layers_at(path).iter().all(|layer| layer.written.is_none());
    let depth = *free.iter().find(|depth| absent(&path[..=**depth]))?;
    let mut names: Vec<String> = Vec::new();
    for entry in layers_at(&path[..depth]).iter().flat_map(|layer| &layer.written).flat_map(|written| &written.entries)
    {
        if !names.contains(&entry.key) {
            names.push(entry.key.clone());
        }
    }
    Some((depth, names))
}

/// An unknown mode.
pub(super) fn no_mode(mode: &str, views: &[View<'_>]) -> Failure {
    let mut known: Vec<String> = Vec::new();
    for view in views {
        known.extend(view.input.compiled.modes.iter().map(|name| view.masked.hide(name)));
    }
    known.sort();
    known.dedup();
    let help = match nearest(mode, known.iter().map(String::as_str)) {
        Some(near) => did_you_mean(&[near.to_owned()]),
        None if known.is_empty() => "the input has no modes".to_owned(),
        None => format!("the modes are {}", known.join(", ")),
    };
    Failure::Usage(format!("unknown mode `{mode}`\n{help}"))
}
