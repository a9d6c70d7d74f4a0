//! A file in `compose_files` overrides a generated setting.
//!
//! # Why
//! Compose merges the files in the order of `COMPOSE_FILE`, and a later file overrides an earlier one. stackgen
//! does not check what a file in `compose_files` sets for a generated service: a limit, a port or a mount in it
//! can break a configuration that passed every check. If the input has a key for the setting, use that key
//! instead.
//!
//! Compose loads `docker-compose.override.yml` automatically only if `COMPOSE_FILE` is not set (Compose 2.40.3,
//! "Merge Compose files"). The `.env` template sets it, so such a file next to the generated ones has no effect
//! unless `compose_files` names it.
//!
//! # Wrong
//! [stack]
//! compose_files = ["./overriding.yml"]
//!
//! # Right
//! [stack]
//! compose_files = ["./adding.yml"]

use serde::Deserialize as _;
use serde_yaml::{Mapping, Value};

use crate::model::{Mount, MountSource};
use crate::rule::prelude::*;
use crate::surroundings::Surroundings;

pub const SEVERITY: Severity = Advice;

/// The names of the override files that Compose looks for automatically.
const BY_ITSELF: [&str; 4] =
    ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml", "docker-compose.override.yml"];

/// The YAML parser is slow on deeper nesting (its time grows quadratically), and no deployment needs it.
const DEEPEST: usize = 50;

/// Whether brackets, or the dashes of lists, nest deeper than that anywhere in the text.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let brackets = text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    });
    brackets || text.lines().any(|line| line.matches("- ").count() > DEEPEST || line.matches("? ").count() > DEEPEST)
}

/// What a Compose file overrides in the generated ones: `odoo.ports`, `volumes.odoo_data`, `name`.
///
/// `None` if it is not a Compose file: Compose reads every document in it, requires each to be a mapping, and rejects a
/// mapping as a key. A file that has only comments overrides nothing (2.40.3, checked in tests/env.rs).
fn touched(text: &str, stack: &Stack) -> Option<Vec<String>> {
    if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
        return Some(Vec::new());
    }
    let mut keys = Vec::new();
    for document in serde_yaml::Deserializer::from_str(text) {
        let mut file = Value::deserialize(document).ok()?;
        file.apply_merge().ok()?;
        has_plain_keys(&file).then_some(())?;
        keys.extend(of_document(file.as_mapping()?, stack)?);
    }
    Some(keys)
}

fn has_plain_keys(value: &Value) -> bool {
    match untagged(value) {
        Value::Mapping(map) => map.iter().all(|(key, value)| !is_nested(key) && has_plain_keys(value)),
        Value::Sequence(items) => items.iter().all(has_plain_keys),
        _ => true,
    }
}

fn is_nested(key: &Value) -> bool {
    matches!(untagged(key), Value::Mapping(_) | Value::Sequence(_))
}

fn of_document(file: &Mapping, stack: &Stack) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for (section, below) in file {
        let section = section.as_str()?;
        match section {
            "services" => found.extend(of_services(untagged(below).as_mapping()?, stack)?),
            "networks" | "volumes" | "secrets" => {
                let names = untagged(below).as_mapping()?.keys().filter_map(Value::as_str);
                found
                    .extend(names.filter(|name| is_ours(stack, section, name)).map(|name| format!("{section}.{name}")));
            }
            "name" | "include" => found.push(section.to_owned()),
            _ => {}
        }
    }
    Some(found)
}

fn of_services(services: &Mapping, stack: &Stack) -> Option<Vec<String>> {
    let mut found = Vec::new();
    for (name, service) in services {
        let name = name.as_str()?;
        let keys = match untagged(service) {
            // `!reset null` removes the whole service.
            Value::Null => vec![name.to_owned()],
            service => {
                service.as_mapping()?.keys().filter_map(Value::as_str).map(|key| format!("{name}.{key}")).collect()
            }
        };
        found.extend(keys.into_iter().filter(|_| stack.containers().any(|of| of.service.as_str() == name)));
    }
    Some(found)
}

/// A value without the tag of Compose's merge (`!reset`, `!override`).
fn untagged(value: &Value) -> &Value {
    match value {
        Value::Tagged(tagged) => untagged(&tagged.value),
        other => other,
    }
}

/// Whether the generated files define a network, a volume or a secret of this name.
fn is_ours(stack: &Stack, section: &str, name: &str) -> bool {
    let volume = |mount: &Mount| matches!(&mount.source, MountSource::Volume(volume) if volume.as_str() == name);
    match section {
        "networks" => stack.networks.keys().any(|network| network.as_str() == name),
        "secrets" => stack.secrets.keys().any(|secret| secret.as_str() == name),
        _ => stack.containers().any(|container| container.mounts.iter().any(volume)),
    }
}

/// Reads each of the user's own Compose files.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    for file in &stack.compose_files {
        let text = surroundings.text(&stack.output, file);
        if text.is_none() && surroundings.exists(&stack.output, file) != Some(true) {
            continue;
        }
        if text.as_deref().is_some_and(is_too_deep) {
            report
                .at(file, format!("`{}` is nested more than {DEEPEST} levels deep and is not checked", **file))
                .help("reduce the nesting, or allow this with a reason");
            continue;
        }
        match text.and_then(|text| touched(&text, stack)) {
            None => report
                .at(file, format!("`{}` cannot be read as a Compose file", **file))
                .severity(Warning)
                .help("correct it, or remove it from `compose_files`: Compose rejects the whole project"),
            Some(keys) if keys.is_empty() => continue,
            Some(keys) => report
                .at(file, format!("`{}` overrides {}, which stackgen does not check", **file, keys.join(", ")))
                .help("set it in the input if there is a key for it; otherwise allow this with a reason"),
        };
    }
    let is_loaded = |name: &str| stack.compose_files.iter().any(|file| file.rsplit('/').next() == Some(name));
    let there = |name: &str| surroundings.text(&stack.output, name).is_some();
    if let Some(name) = BY_ITSELF.into_iter().find(|name| there(name) && !is_loaded(name)) {
        report.at(&stack.name, format!("`{name}` is next to the generated files, but Compose does not load it")).help(
            "add it to `compose_files`, or delete it: `COMPOSE_FILE` in `.env` lists the files that Compose loads",
        );
    }
}
