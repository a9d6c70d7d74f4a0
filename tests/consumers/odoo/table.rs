//! The table of options, compared with the real Odoo's.

use serde_json::Value;
use stackgen::components::odoo::table::{ODOO_COMMAND_LINE, ODOO_OLD_NAMES, OdooKind, odoo_option, odoo_options};

use super::read;
use crate::support::{base_with, built};

/// The version that can be had.
const SERIES: u32 = 19;

/// Options that Odoo takes from the file, under a name that it has no option for.
const BY_ANOTHER_NAME: &[&str] = &["without_demo"];

fn known() -> Option<Value> {
    let dir = built(&base_with(""));
    Some(read(&dir.path().join("generated/odoo/odoo.conf"))?["known"].take())
}

/// The default as it would be written in the file.
fn written(default: &Value) -> String {
    match default {
        Value::Null => String::new(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(","),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn fits(kind: &OdooKind, option: &Value) -> bool {
    match option["type"].as_str().unwrap() {
        "bool" => *kind == OdooKind::Bool,
        "int" => matches!(kind, OdooKind::Integer | OdooKind::Bytes | OdooKind::Seconds),
        "float" => *kind == OdooKind::Real,
        "string" | "path" => *kind == OdooKind::Text,
        "comma" | "addons_path" | "upgrade_path" | "pre_upgrade_scripts" => *kind == OdooKind::List,
        "choice" => {
            matches!(kind, OdooKind::Enum(values) if *values == option["choices"].as_array().unwrap().as_slice())
        }
        other => panic!("Odoo has options of the type {other}"),
    }
}

#[test]
fn the_table_is_odoos() {
    let Some(known) = known() else { return };
    let known = known.as_object().unwrap();
    let mut wrong = Vec::new();
    for (name, option) in known {
        match odoo_option(name, SERIES) {
            None => wrong.push(format!("{name}: missing")),
            Some(of_table) if !fits(&of_table.kind, option) => {
                wrong.push(format!("{name}: {option}, {:?}", of_table.kind))
            }
            Some(of_table) if of_table.default != written(&option["default"]) => {
                wrong.push(format!("{name}: the default is {}, not {}", option["default"], of_table.default));
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        odoo_options()
            .keys()
            .filter(|name| odoo_option(name, SERIES).is_some())
            .filter(|name| !known.contains_key(*name) && !BY_ANOTHER_NAME.contains(name))
            .map(|name| format!("{name}: Odoo has no such option in its file")),
    );
    wrong.extend(
        ODOO_COMMAND_LINE
            .iter()
            .filter(|name| known.contains_key(**name))
            .map(|name| format!("{name}: it can stand in the file")),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Old names that Odoo still reads: it says which the new one is.
#[test]
fn old_names_are_odoos() {
    let still_read = ODOO_OLD_NAMES.iter().filter(|old| old.read_until == Some(SERIES));
    for (old, new) in still_read.map(|old| (old.name, old.new.unwrap())) {
        let dir = built(&base_with(""));
        let conf = dir.path().join("generated/odoo/odoo.conf");
        std::fs::write(&conf, format!("[options]\nhttp_interface = 0.0.0.0\n{old} = 7\n")).unwrap();
        let Some(read) = read(&conf) else { return };
        let expected = format!("is a deprecated alias to '{new}'");
        assert!(read["complaints"].to_string().contains(&expected), "{}", read["complaints"]);
    }
}
