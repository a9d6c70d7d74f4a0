//! The schema of the input, made from its types: it finds every structural mistake in one run.

mod describe;
mod entries;
mod meant;
mod problem;
mod publish;
mod takes;
mod unknown;
mod words;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jsonschema::{Keyword, PatternOptions, ValidationError, Validator};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use describe::{Key, Lookup, describe, known_paths, not_in_odoo_conf, sections};
pub use problem::FIXED_STRUCTURE;
pub use publish::published_schema;

use super::{ReplicaBuffer, Stack};
use crate::diagnostic::Diagnostic;
use crate::document::to_json;
use crate::units::{FORMATS, UnitError};

/// A table of more keys is one of options.
const LARGE: usize = 50;

type Check = fn(&str) -> Result<(), UnitError>;

fn subnet(text: &str) -> Result<(), UnitError> {
    let net: ipnet::IpNet =
        text.parse().map_err(|_| UnitError("an address, `/` and a number of bits are needed".into()))?;
    if net.addr() != net.network() {
        return Err(UnitError(format!("the address has bits beyond the network: write {}", net.trunc())));
    }
    Ok(())
}

/// Formats that are no unit of their own: name, what is expected, check.
const FURTHER_FORMATS: &[(&str, &str, Check)] = &[
    ("subnet", "a network, like `172.20.0.0/16`", subnet),
    (ReplicaBuffer::FORMAT, "hard limit, soft limit and seconds, like `64mb 32mb 60`", |text| {
        ReplicaBuffer::parse(text).map(drop)
    }),
];

fn formats() -> impl Iterator<Item = &'static (&'static str, &'static str, Check)> {
    FORMATS.iter().chain(FURTHER_FORMATS)
}

/// The schema of the input without its modes' overrides, which are checked where they are merged.
static STRICT: LazyLock<Value> = LazyLock::new(|| {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Stack>();
    let mut schema = schema.to_value();
    publish::without_null(&mut schema);
    schema
});

/// The keyword that tells `64` from `64.0`. JSON Schema takes both for an integer (2020-12, 6.1.1); TOML does not, and
/// neither does what reads the generated files.
const WHOLE: &str = "whole";

struct Whole;

impl<'i> Keyword<'i> for Whole {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if self.is_valid(instance) { Ok(()) } else { Err(ValidationError::custom("a whole number has no fraction")) }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        !instance.is_f64()
    }
}

/// Adds the keyword wherever an integer is needed.
fn whole_numbers(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.get("type").is_some_and(|kind| kind == "integer") {
                map.insert(WHOLE.to_owned(), Value::Bool(true));
            }
            map.values_mut().for_each(whole_numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(whole_numbers),
        _ => {}
    }
}

fn validator(schema: &Value) -> Validator {
    let mut schema = schema.clone();
    whole_numbers(&mut schema);
    let mut options = jsonschema::options().should_validate_formats(true).should_ignore_unknown_formats(true);
    options = options.with_pattern_options(PatternOptions::regex());
    for (name, _, check) in formats() {
        let check = *check;
        options = options.with_format(*name, move |text: &str| check(text).is_ok());
    }
    options = options.with_keyword(WHOLE, |_, _, _| Ok(Box::new(Whole)));
    options.build(&schema).expect("the schema comes from the types, and a test compiles it")
}

/// The validator of an input and its modes.
#[derive(Debug)]
pub struct Structure(Validator);

impl Structure {
    /// A validator for trees that have only these keys. Of the large tables of options it holds the
    /// entries for these keys only: most of the time would go into the others.
    #[must_use]
    pub fn for_keys(keys: &BTreeSet<String>) -> Self {
        let mut schema = STRICT.clone();
        let tables = schema.get_mut("$defs").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut);
        for properties in tables.filter_map(|table| table.get_mut("properties").and_then(Value::as_object_mut)) {
            if properties.len() > LARGE {
                properties.retain(|key, _| keys.contains(key));
            }
        }
        Self(validator(&schema))
    }

    /// Every structural mistake of a tree, with its place.
    #[must_use]
    pub fn validate(&self, root: &Spanned<DeTable<'_>>) -> Vec<Diagnostic> {
        let json = to_json(&DeValue::Table(root.get_ref().clone()));
        if self.0.is_valid(&json) {
            return Vec::new();
        }
        let errors: Vec<_> = self.0.iter_errors(&json).collect();
        let explain = problem::Explain { root, schema: &STRICT };
        let lost = entries::lost(&explain, &errors);
        let own = errors.iter().filter(|error| lost.iter().all(|lost| !lost.explains(error)));
        let found: Vec<Diagnostic> = own.flat_map(|error| explain.error(error)).collect();
        found.into_iter().chain(lost.into_iter().map(|lost| lost.finding)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formats_in(schema: &Value, found: &mut Vec<String>) {
        match schema {
            Value::Object(map) => {
                if let Some(Value::String(format)) = map.get("format") {
                    found.push(format.clone());
                }
                map.values().for_each(|below| formats_in(below, found));
            }
            Value::Array(items) => items.iter().for_each(|below| formats_in(below, found)),
            _ => {}
        }
    }

    #[test]
    fn the_whole_schema_compiles() {
        assert!(!validator(&STRICT).is_valid(&Value::Null));
    }

    #[test]
    fn every_format_of_the_schema_has_a_check() {
        let mut used = Vec::new();
        formats_in(&STRICT, &mut used);
        // Width formats of numbers are schemars' own; `minimum` and `maximum` say the same.
        let numbers = ["uint32", "int32", "int64", "double", "uint8", "uint16"];
        for format in used.iter().filter(|format| !numbers.contains(&format.as_str())) {
            assert!(formats().any(|(name, _, _)| name == format), "{format}");
        }
        assert!(used.len() > 50);
    }
}
