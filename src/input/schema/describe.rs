//! What the schema says of a key: what it is for, what it takes, its default.

use regex::Regex;
use serde_json::{Map, Value};

use super::takes::alternatives;
use super::words::decided_by;
use super::{LARGE, STRICT};
use crate::tables::{ODOO_COMMAND_LINE, ODOO_VERSIONS, odoo_old_name};

/// The tables of options, and the programs that read them.
const OPTIONS: &[(&str, &str)] =
    &[("OdooOptions", "Odoo"), ("PostgresSettings", "PostgreSQL"), ("RedisSettings", "Redis")];

/// A key of the input, as the schema describes it.
#[derive(Debug, Clone, Default)]
pub struct Key {
    /// What it is for.
    pub about: String,
    /// The default with the words before it, like `Default: 6379` or `Odoo's default: 0`.
    pub default: Option<String>,
    /// Which values it takes.
    pub takes: String,
    /// Whether its table needs it.
    pub required: bool,
    /// The keys that a table has, in the order of the schema; of a large table of options none.
    pub keys: Vec<&'static str>,
    /// The program whose option it is, by the program's own name for it.
    pub option_of: Option<&'static str>,
    /// The depths at which the path has a name or a number that only an input knows.
    pub free: Vec<usize>,
}

/// What a path leads to.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// A key.
    Known(Key),
    /// An option that other keys decide, and those keys.
    Elsewhere(&'static str),
    /// Nothing, from this depth of the path.
    Unknown(usize),
}

/// The sections of the input.
pub fn sections() -> impl Iterator<Item = &'static str> {
    properties(&STRICT).into_iter().flat_map(Map::keys).map(String::as_str)
}

pub(super) fn properties(schema: &'static Value) -> Option<&'static Map<String, Value>> {
    schema.get("properties").and_then(Value::as_object)
}

/// One form of a value, and the name of its definition.
#[derive(Clone, Copy)]
pub(super) struct Form {
    name: &'static str,
    pub(super) schema: &'static Value,
}

/// The forms that a value may have: references followed, alternatives one by one.
pub(super) fn forms(name: &'static str, schema: &'static Value) -> Vec<Form> {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let name = target.rsplit('/').next().unwrap_or_default();
        let found = target.strip_prefix('#').and_then(|pointer| STRICT.pointer(pointer));
        return found.map(|schema| forms(name, schema)).unwrap_or_default();
    }
    let branches: Vec<&Value> =
        ["anyOf", "oneOf"].iter().filter_map(|key| schema.get(key)?.as_array()).flatten().collect();
    if branches.is_empty() {
        return vec![Form { name, schema }];
    }
    branches.into_iter().flat_map(|branch| forms(name, branch)).collect()
}

enum Step {
    Key { schema: &'static Value, required: bool },
    Free(&'static Value),
    Elsewhere(&'static str),
}

fn step(forms: &[Form], part: &str) -> Option<Step> {
    if let Some(by) = forms.iter().find_map(|form| decided_by(form.name, part)) {
        return Some(Step::Elsewhere(by));
    }
    let key = |form: &Form| {
        let schema = properties(form.schema)?.get(part)?;
        let needed = form.schema.get("required").and_then(Value::as_array);
        Some(Step::Key {
            schema,
            required: forms.len() == 1 && needed.is_some_and(|keys| keys.iter().any(|key| key == part)),
        })
    };
    forms.iter().find_map(key).or_else(|| forms.iter().find_map(|form| free(form.schema, part)).map(Step::Free))
}

/// The schema of an entry whose name or number only an input knows.
fn free(schema: &'static Value, part: &str) -> Option<&'static Value> {
    let item = schema.get("items").filter(|_| part.parse::<usize>().is_ok());
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    let pattern =
        patterns.into_iter().flatten().find(|(pattern, _)| Regex::new(pattern).is_ok_and(|p| p.is_match(part)));
    let rest = schema.get("additionalProperties").filter(|rest| rest.is_object());
    item.or(pattern.map(|(_, schema)| schema)).or(rest)
}

/// What a form with this one key is for.
fn only_key(schema: &'static Value, part: &str) -> Option<&'static Value> {
    properties(schema).filter(|keys| keys.len() == 1 && keys.contains_key(part))?;
    schema.get("description")
}

/// What the schema says of a path.
#[must_use]
pub fn describe(path: &[String]) -> Lookup {
    let mut key = Key::default();
    let mut schema: &'static Value = &STRICT;
    let mut name = "";
    let mut of_form = None;
    for (depth, part) in path.iter().enumerate() {
        let around = forms("", schema);
        let Some(next) = step(&around, part) else { return Lookup::Unknown(depth) };
        name = around.first().map_or("", |form| form.name);
        of_form = around.iter().find_map(|form| only_key(form.schema, part));
        (schema, key.required) = match next {
            Step::Elsewhere(by) if depth + 1 == path.len() => return Lookup::Elsewhere(by),
            Step::Elsewhere(_) => return Lookup::Unknown(depth),
            Step::Key { schema, required } => (schema, required),
            Step::Free(schema) => {
                key.free.push(depth);
                (schema, false)
            }
        };
    }
    let forms = forms("", schema);
    let listed = |form: &Form| properties(form.schema).filter(|keys| keys.len() <= LARGE);
    key.keys = forms.iter().filter_map(listed).flat_map(Map::keys).map(String::as_str).collect();
    key.takes = alternatives(&forms);
    key.option_of = OPTIONS.iter().find(|(table, _)| *table == name).map(|(_, program)| *program);
    let text = schema
        .get("description")
        .or_else(|| forms.first()?.schema.get("description").filter(|_| forms.len() == 1))
        .or(of_form);
    let (about, default) = split(text.and_then(Value::as_str).unwrap_or_default());
    (key.about, key.default) = match (name, path.last()) {
        ("OdooOptions", Some(option)) if about.is_empty() => {
            (not_in_odoo_conf(option).unwrap_or_else(|| "Odoo has no option of this name.".to_owned()), None)
        }
        ("OdooOptions", _) => (format!("An option of odoo.conf: {about}"), default),
        ("PostgresSettings", _) => ("A setting of PostgreSQL.".to_owned(), own(key.option_of)),
        ("RedisSettings", _) => ("A directive of redis.conf.".to_owned(), own(key.option_of)),
        _ => (about, default),
    };
    Lookup::Known(key)
}

fn own(program: Option<&str>) -> Option<String> {
    program.map(|program| format!("Default: {program}'s own"))
}

/// What became of an option that odoo.conf cannot hold, where Odoo knows its name.
#[must_use]
pub fn not_in_odoo_conf(option: &str) -> Option<String> {
    if ODOO_COMMAND_LINE.contains(&option) {
        return Some("Odoo takes this option from its command line alone.".to_owned());
    }
    let old = odoo_old_name(option, *ODOO_VERSIONS.end())?;
    let instead = old.new.map(|instead| format!(": `{instead}` takes its place")).unwrap_or_default();
    Some(format!("Odoo 19 no longer knows this option{instead}."))
}

/// A description without the default at its end, and that default.
fn split(description: &str) -> (String, Option<String>) {
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts = ["Odoo's default: ", "Default: "].iter().find_map(|marker| text.rfind(marker));
    match starts.map(|at| text.split_at(at)) {
        None => (text, None),
        Some((about, default)) => {
            let default = default.strip_suffix('.').unwrap_or(default);
            (about.trim_end().to_owned(), Some(default.to_owned()))
        }
    }
}

/// Every path that the schema knows without an input.
#[must_use]
pub fn known_paths() -> Vec<Vec<&'static str>> {
    let mut found = Vec::new();
    below(&[], &STRICT, &mut found);
    found
}

fn below(path: &[&'static str], schema: &'static Value, found: &mut Vec<Vec<&'static str>>) {
    for form in forms("", schema) {
        for (key, schema) in properties(form.schema).into_iter().flatten() {
            if decided_by(form.name, key).is_none() {
                let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
                found.push(path.clone());
                below(&path, schema, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &[&str]) -> Key {
        let path: Vec<String> = path.iter().map(|part| (*part).to_owned()).collect();
        match describe(&path) {
            Lookup::Known(key) => key,
            other => panic!("{path:?}: {other:?}"),
        }
    }

    #[test]
    fn every_known_path_is_described() {
        let paths = known_paths();
        assert!(paths.len() > 600, "{}", paths.len());
        for path in paths {
            let key = known(&path);
            assert!(!key.about.is_empty(), "{path:?}");
            assert!(!key.takes.is_empty() && key.free.is_empty(), "{path:?}");
        }
    }

    #[test]
    fn defaults_are_told_from_what_a_key_is_for() {
        let port = known(&["redis", "port"]);
        assert_eq!((port.about.as_str(), port.default.as_deref()), ("The port of every node.", Some("Default: 6379")));
        assert_eq!(port.takes, "a whole number from 1 to 65535");
        let workers = known(&["odoo", "options", "workers"]);
        assert!(
            workers.option_of == Some("Odoo") && workers.default.as_deref().unwrap().starts_with("Odoo's default: ")
        );
        assert_eq!(known(&["redis", "settings", "hz"]).default.as_deref(), Some("Default: Redis's own"));
        assert!(known(&["odoo", "image"]).required && !known(&["redis", "maxmemory"]).required);
    }

    #[test]
    fn names_and_numbers_of_an_input_are_free() {
        assert_eq!(known(&["services", "a.b", "environment", "X", "redis", "db"]).free, [1, 3]);
        assert_eq!(known(&["redis", "persistence", "rdb", "0", "after"]).free, [3]);
        assert_eq!(known(&["postgres", "settings", "pg_stat_statements.max"]).free, [2]);
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        assert!(matches!(describe(&path("redis.nonsense")), Lookup::Unknown(1)));
        assert!(matches!(describe(&path("odoo.options.db_host")), Lookup::Elsewhere("`[postgres]`")));
        assert!(matches!(describe(&path("redis.settings.requirepass")), Lookup::Elsewhere("`redis.password`")));
    }
}
