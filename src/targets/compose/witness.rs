//! The witness of Compose files: a YAML library reads them, they are merged as Compose merges them, and the result
//! must be the intended project and match `schema/compose.schema.json`. It runs whenever a file changes.

use std::cell::LazyCell;

use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value};
use serde_yaml::Value as Yaml;

use super::merge::merged;
use super::node::Node;
use crate::artifact::VerifyError;
use crate::units::ModeName;

/// The projects that Compose must read from its files: the base first, then each mode.
#[derive(Debug)]
pub struct Projects(pub(super) Vec<(Option<ModeName>, Node)>);

impl Projects {
    /// Reads the files, requesting their texts by path, and compares the project of each mode.
    ///
    /// # Errors
    /// If it is not the intended project, or does not match the schema.
    pub fn witness<'t>(&self, text: impl Fn(&str) -> Option<&'t str>) -> Result<(), VerifyError> {
        let base = file_of(None);
        let main = read(&base, text(&base).ok_or_else(|| VerifyError::new(base.as_str(), "it is missing"))?)?;
        let shape: LazyCell<Validator> = LazyCell::new(shape);
        self.0.iter().try_for_each(|(mode, meant)| {
            let name = file_of(mode.as_ref());
            let project = match mode.as_ref().and_then(|_| text(&name)) {
                Some(overlay) => merged(main.clone(), read(&name, overlay)?),
                None => main.clone(),
            };
            is_meant(&project, meant, &shape).map_err(|what| VerifyError::new(name, what))
        })
    }
}

/// The Compose file of the base, or the override of a mode.
pub(super) fn file_of(mode: Option<&ModeName>) -> String {
    mode.map_or("docker-compose.yml".to_owned(), |mode| format!("docker-compose.{}.yml", mode.as_str()))
}

fn shape() -> Validator {
    let schema = serde_json::from_str(include_str!("../../../schema/compose.schema.json")).expect("the schema is JSON");
    let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
    options.build(&schema).expect("the schema is a schema, and a test compiles it")
}

fn is_meant(project: &Yaml, meant: &Node, shape: &LazyCell<Validator>) -> Result<(), String> {
    let project = json(project).ok_or("it has a value that JSON cannot represent")?;
    if project != meant.to_json() {
        return Err("its content differs from the intended project".to_owned());
    }
    shape.validate(&project).map_err(|error| {
        format!("at {} it does not match the schema ({})", error.instance_path(), error.kind().keyword())
    })
}

fn read(name: &str, text: &str) -> Result<Yaml, VerifyError> {
    serde_yaml::from_str(text).map_err(|_| VerifyError::new(name, "it is not valid YAML"))
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
