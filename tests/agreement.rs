//! The schema that editors read and the compiler agree: what one refuses for its structure, the other refuses too.

#[path = "support/mod.rs"]
mod support;

use jsonschema::Validator;
use serde_json::Value as Json;
use stackgen::diagnostic::Severity;
use stackgen::input::published_schema;
use stackgen::rules::rule;
use support::{base_with, compile, on_all_cores, real_input};
use toml::{Table, Value};

/// What the schema can say as well as the compiler.
const OF_SCHEMA: [&str; 4] = ["unknown-key", "missing-key", "wrong-type", "header-missing"];

fn published() -> Validator {
    jsonschema::options().should_ignore_unknown_formats(true).build(&published_schema()).unwrap()
}

/// The keys that lead to each value that is no list's item.
fn paths(table: &Table, above: &[String], found: &mut Vec<Vec<String>>) {
    for (key, value) in table {
        let path = [above, std::slice::from_ref(key)].concat();
        if let Value::Table(below) = value {
            paths(below, &path, found);
        }
        found.push(path);
    }
}

fn at<'t>(root: &'t mut Table, path: &[String]) -> &'t mut Table {
    path.iter().fold(root, |table, key| table[key.as_str()].as_table_mut().unwrap())
}

/// The inputs that one change makes of this one, each with what was changed.
fn changed(input: &str) -> Vec<(String, Table)> {
    let whole: Table = input.parse().unwrap();
    let mut all = Vec::new();
    paths(&whole, &[], &mut all);
    let mut changed = Vec::new();
    for path in &all {
        let (last, above) = path.split_last().unwrap();
        let named = path.join(".");
        let mut change = |what: &str, edit: &dyn Fn(&mut Table)| {
            let mut other = whole.clone();
            edit(at(&mut other, above));
            changed.push((format!("{named} {what}"), other));
        };
        change("taken out", &|table| drop(table.remove(last)));
        change("misspelt", &|table| {
            let value = table.remove(last).unwrap();
            table.insert(format!("{last}x"), value);
        });
        let others = [
            Value::Integer(7),
            Value::Float(7.5),
            Value::Boolean(true),
            Value::String("zz".into()),
            Value::Array(vec![]),
            Value::Array(vec![Value::String("zz".into())]),
            Value::Table(Table::new()),
        ];
        for value in others {
            change(&format!("= {value}"), &|table| drop(table.insert(last.clone(), value.clone())));
        }
    }
    for (section, value) in &whole {
        let mut other = whole.clone();
        let modes = other.entry("modes").or_insert(Value::Table(Table::new())).as_table_mut().unwrap();
        let mode = modes.entry("other").or_insert(Value::Table(Table::new())).as_table_mut().unwrap();
        mode.insert(section.clone(), value.clone());
        changed.push((format!("{section} in a mode"), other));
    }
    changed
}

#[test]
fn the_schema_of_editors_and_the_compiler_agree() {
    let inputs = [
        real_input(),
        base_with("[services.api]\ncommand = ['x']\nports = [{ container = 80 }]\n[modes.production]\n"),
    ];
    for input in inputs {
        let mutants = changed(&input);
        assert!(mutants.len() > 500, "{}", mutants.len());
        let whole: Json = serde_json::to_value(input.parse::<Table>().unwrap()).unwrap();
        let schema = published();
        assert!(schema.is_valid(&whole), "{input}");
        on_all_cores(&mutants, |(what, table)| {
            let found = compile(&table.to_string()).found;
            let structure: Vec<&str> = found.iter().map(|one| one.rule).filter(|name| rule(name).is_none()).collect();
            let is_refused = found.iter().any(|one| one.severity == Severity::Error);
            let is_valid = schema.is_valid(&serde_json::to_value(table).unwrap());
            assert!(is_valid || is_refused, "{what}: the schema alone refuses it");
            let refused = structure.iter().any(|name| OF_SCHEMA.contains(name));
            assert!(!is_valid || !refused, "{what}: the compiler alone refuses it: {found:?}");
        });
    }
}
