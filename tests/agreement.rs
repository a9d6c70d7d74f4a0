//! The schema that editors read and the compiler agree: what one refuses for its structure, the other refuses too.

#[path = "support/mod.rs"]
mod support;

use jsonschema::Validator;
use serde_json::Value as Json;
use stackgen::components::language::{LANGUAGE, Stack};
use stackgen::document::Document;
use stackgen::finding::Severity;
use stackgen::rules::rule;
use stackgen::source::Source;
use support::{base_with, compile, on_all_cores, real_input};
use toml::{Table, Value};

/// What the schema can say as well as the compiler.
const OF_SCHEMA: [&str; 4] = ["unknown-key", "missing-key", "wrong-type", "header-missing"];

fn published() -> Validator {
    jsonschema::options().should_ignore_unknown_formats(true).build(&LANGUAGE.published_schema()).unwrap()
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

/// Values of each type, some of which may stand at any key.
fn values() -> Vec<Value> {
    vec![
        Value::Integer(7),
        Value::Float(7.5),
        Value::Boolean(true),
        Value::String("zz".into()),
        Value::Array(vec![]),
        Value::Array(vec![Value::String("zz".into())]),
        Value::Table(Table::new()),
    ]
}

/// Values at the bounds of types, and near to forms that are taken.
fn odd_values() -> Vec<Value> {
    let text = "v = [-1, 0, 65535, 65536, 4294967295, 4294967296, 9223372036854775807, 0.5, 64.0, 0.01, inf, nan, 2025-01-01, '', \
                ' zz', '512mb', '5s', '10.0.0.1', '172.20.0.0/16', '172.20.0.1/16', 'none', 'ALL', ['zz', 'zz'], [1, 1.0], \
                [{}, {}], { secret = 'zz' }, { secret = 5 }, { secret = 'a', redis = { db = 0 } }, { redis = {} }, \
                { service = 'zz' }, { volume = 'zz' }, { 'b d' = 'x' }, { zz = { zz = 1 } }]";
    let table: Table = text.parse().unwrap();
    table["v"].as_array().unwrap().clone()
}

/// The inputs that one change makes of this one, each with what was changed.
fn changed(input: &str, others: &[Value]) -> Vec<(String, Table)> {
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

/// What decodes has no mistake, and what has none decodes: one declaration is behind both, and behind the schema.
#[test]
fn what_does_not_decode_is_a_mistake() {
    let mutants = changed(&real_input(), &[values(), odd_values()].concat());
    assert!(mutants.len() > 5000, "{}", mutants.len());
    let refused = std::sync::atomic::AtomicUsize::new(0);
    on_all_cores(&mutants, |(what, table)| {
        let text = table.to_string();
        let source = Source::new("stack.toml", text.as_str());
        let (document, _) = Document::parse(&source);
        let trees = document.modes().into_iter().map(|mode| document.of_mode(&mode));
        for tree in trees.chain([document.base()]) {
            let found = LANGUAGE.mistakes(&tree);
            assert_eq!(
                Stack::at(tree.get_ref(), stackgen::origin::Span::default()).is_some(),
                found.is_empty(),
                "{what}: {found:?}"
            );
            refused.fetch_add(usize::from(!found.is_empty()), std::sync::atomic::Ordering::Relaxed);
        }
    });
    assert!(refused.into_inner() > 10_000);
}

#[test]
fn the_schema_of_editors_and_the_compiler_agree() {
    let inputs = [
        real_input(),
        base_with("[services.api]\ncommand = ['x']\nports = [{ container = 80 }]\n[modes.production]\n"),
    ];
    for input in inputs {
        let mutants = changed(&input, &values());
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
