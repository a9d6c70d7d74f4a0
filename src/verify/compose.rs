//! Compose files: read by a YAML library, merged as Compose merges them, compared with the stack
//! they came from and validated against `schema/compose.schema.json`.

use std::sync::LazyLock;

use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;

use super::Wrong;
use crate::emit::{Artifact, Emitted, Kind, Node};
use crate::overlay::merged;
use crate::stack::{Container, Stack};
use crate::units::ModeName;

static SHAPE: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value =
        serde_json::from_str(include_str!("../../schema/compose.schema.json")).expect("the schema is JSON");
    jsonschema::options()
        .with_pattern_options(PatternOptions::regex())
        .build(&schema)
        .expect("the schema is a schema, and a test compiles it")
});

/// Compiles the schema.
pub(super) fn prepare() {
    LazyLock::force(&SHAPE);
}

pub(super) fn verify(emitted: &Emitted, base: &Stack, modes: &[Stack]) -> Result<(), Wrong> {
    let main = file(emitted, Kind::Compose, "docker-compose.yml")
        .ok_or_else(|| Wrong::new("docker-compose.yml", "it is missing"))?;
    let main = read(main)?;
    let stacks = std::iter::once(base).chain(modes).zip(&emitted.expected);
    std::thread::scope(|scope| {
        let projects: Vec<_> = stacks
            .map(|(stack, (mode, expected))| scope.spawn(|| project(emitted, &main, stack, mode.as_ref(), expected)))
            .collect();
        projects.into_iter().try_for_each(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn file<'e>(emitted: &'e Emitted, kind: Kind, name: &str) -> Option<&'e Artifact> {
    emitted.artifacts.iter().find(|file| file.kind == kind && file.path.as_str() == name)
}

/// Verifies what Compose reads in a mode.
fn project(
    emitted: &Emitted,
    main: &Yaml,
    stack: &Stack,
    mode: Option<&ModeName>,
    expected: &Node,
) -> Result<(), Wrong> {
    let name = mode.map_or("docker-compose.yml".to_owned(), |mode| format!("docker-compose.{}.yml", mode.as_str()));
    let project = match file(emitted, Kind::ComposeOverride, &name) {
        Some(overlay) => merged(main.clone(), read(overlay)?),
        None => main.clone(),
    };
    let project = json(&project).ok_or_else(|| Wrong::new(name.as_str(), "it has a value that JSON cannot hold"))?;
    if project != expected.to_json() {
        return Err(Wrong::new(name.as_str(), "what is read from it is not what was meant"));
    }
    if let Err(error) = SHAPE.validate(&project) {
        return Err(Wrong::new(
            name.as_str(),
            format!("at {} it is not of the promised shape ({})", error.instance_path(), error.kind().keyword()),
        ));
    }
    let agreed = |container| agrees(&project, container).map_err(|what| Wrong::new(name.as_str(), what));
    stack.containers().try_for_each(agreed)
}

fn read(file: &Artifact) -> Result<Yaml, Wrong> {
    serde_yaml::from_str(&file.text()).map_err(|_| Wrong::new(file.path.as_str(), "it is no YAML"))
}

fn json(yaml: &Yaml) -> Option<Value> {
    Some(match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(boolean) => (*boolean).into(),
        Yaml::Number(number) => number.as_u64()?.into(),
        Yaml::String(text) => text.clone().into(),
        Yaml::Sequence(items) => items.iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Yaml::Mapping(map) => {
            let entry = |(key, value): (&Yaml, &Yaml)| Some((key.as_str()?.to_owned(), json(value)?));
            Value::Object(map.iter().map(entry).collect::<Option<Map<_, _>>>()?)
        }
        Yaml::Tagged(_) => return None,
    })
}

/// Whether the file says of a container what the stack says.
fn agrees(project: &Value, container: &Container) -> Result<(), String> {
    let name = container.service.as_str();
    let service = project
        .get("services")
        .and_then(|all| all.get(name))
        .ok_or_else(|| format!("the service {name} is missing"))?;
    let at = |pointer: &str| service.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    let same = |what: &str, is: Option<String>, meant: Option<String>| {
        if is == meant { Ok(()) } else { Err(format!("the {what} of the service {name} is not the stack's")) }
    };
    same("image", at("/image"), container.image.as_ref().map(|image| image.as_str().to_owned()))?;
    let limit = at("/deploy/resources/limits/memory").and_then(|text| compose_bytes(&text));
    same(
        "memory limit",
        limit.map(|bytes| bytes.to_string()),
        container.resources.memory.as_ref().map(|bytes| bytes.get().to_string()),
    )?;
    let count = |key: &str| service.get(key).map_or(0, |list| list.as_array().map_or(0, Vec::len));
    if count("ports") != container.ports.len() || count("profiles") != container.profiles.len() {
        return Err(format!("the ports or profiles of the service {name} are not the stack's"));
    }
    for list in ["networks", "depends_on"] {
        for other in service.get(list).and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            let section = if list == "networks" { "networks" } else { "services" };
            if project.get(section).and_then(|all| all.get(other)).is_none() {
                return Err(format!("the service {name} names {other}, which is not among the {section}"));
            }
        }
    }
    Ok(())
}

/// A size as Compose reads it (docker/go-units: b, k, m, g, 1024-based).
fn compose_bytes(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at(text.len().checked_sub(1)?);
    let factor = match unit {
        "b" => 1,
        "k" => 1024,
        "m" => 1024 * 1024,
        "g" => 1024 * 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}
