//! Compose files: read by a YAML library, merged as Compose merges them, compared with the stack
//! they came from and validated against `schema/compose.schema.json`.

use std::sync::LazyLock;

use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;

use super::emit::Emitted;
use super::merge::merged;
use super::yaml::Node;
use super::{claims, meant};
use crate::artifact::{Artifact, Kind, VerifyError};
use crate::model::{Deployment, Stack};
use crate::units::ModeName;

static SHAPE: LazyLock<Validator> = LazyLock::new(|| {
    let schema: Value =
        serde_json::from_str(include_str!("../../../schema/compose.schema.json")).expect("the schema is JSON");
    jsonschema::options()
        .with_pattern_options(PatternOptions::regex())
        .build(&schema)
        .expect("the schema is a schema, and a test compiles it")
});

/// Compiles the schema.
pub fn prepare() {
    LazyLock::force(&SHAPE);
}

/// Verifies what Compose reads in each mode.
///
/// # Errors
/// Where it is not what the stack says.
pub fn verify(emitted: &Emitted, deployment: Deployment<'_>) -> Result<(), VerifyError> {
    let main = file(emitted, Kind::Compose, "docker-compose.yml")
        .ok_or_else(|| VerifyError::new("docker-compose.yml", "it is missing"))?;
    let main = read(main)?;
    let stacks = deployment.stacks().zip(&emitted.expected);
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
) -> Result<(), VerifyError> {
    let name = mode.map_or("docker-compose.yml".to_owned(), |mode| format!("docker-compose.{}.yml", mode.as_str()));
    let project = match file(emitted, Kind::ComposeOverride, &name) {
        Some(overlay) => merged(main.clone(), read(overlay)?),
        None => main.clone(),
    };
    let project =
        json(&project).ok_or_else(|| VerifyError::new(name.as_str(), "it has a value that JSON cannot hold"))?;
    if project != expected.to_json() {
        return Err(VerifyError::new(name.as_str(), "what is read from it is not what was meant"));
    }
    if let Err(error) = SHAPE.validate(&project) {
        return Err(VerifyError::new(
            name.as_str(),
            format!("at {} it is not of the promised shape ({})", error.instance_path(), error.kind().keyword()),
        ));
    }
    agrees(&project, stack, &emitted.artifacts).map_err(|what| VerifyError::new(name.as_str(), what))
}

fn read(file: &Artifact) -> Result<Yaml, VerifyError> {
    serde_yaml::from_str(&file.text()).map_err(|_| VerifyError::new(file.path.as_str(), "it is no YAML"))
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

/// Whether the project says what the stack says, value by value, and nothing else.
fn agrees(project: &Value, stack: &Stack, artifacts: &[Artifact]) -> Result<(), String> {
    let (says, means) = (claims::read(project)?, meant::meant(stack, artifacts, project));
    if let Some(thing) = says.keys().find(|thing| !means.contains_key(*thing)) {
        return Err(format!("{thing} is not the stack's"));
    }
    for (thing, meant) in &means {
        let said = says.get(thing).ok_or_else(|| format!("{thing} is missing"))?;
        let keys = meant.keys().chain(said.keys());
        if let Some(key) = keys.into_iter().find(|key| meant.get(*key) != said.get(*key)) {
            return Err(format!("of {thing} the {key} is not the stack's"));
        }
        defined(project, thing, said)?;
    }
    Ok(())
}

/// Whether the networks and dependencies that a service names are there.
fn defined(project: &Value, thing: &str, said: &claims::Claims) -> Result<(), String> {
    let networks = said.get("networks").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let networks = networks.map(|name| ("networks", name.as_str()));
    let services = said.keys().filter_map(|key| Some(("services", key.strip_prefix("dependency ")?)));
    match networks.chain(services).find(|(section, name)| claims::definition(project, section, name).is_none()) {
        Some((section, name)) => Err(format!("{thing} names {name}, which is not among the {section}")),
        None => Ok(()),
    }
}
