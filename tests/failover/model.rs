//! The Redis services of a mode, read from the emitted compose files as Docker Compose merges them.

use std::collections::BTreeMap;
use std::path::Path;

use serde_yaml::Value;

pub struct Service {
    pub name: String,
    pub command: Vec<String>,
    pub environment: BTreeMap<String, String>,
    /// By target: the volume's name or the file's path, and whether it is read-only.
    pub mounts: BTreeMap<String, (Source, bool)>,
    pub secrets: Vec<String>,
    pub health: String,
    pub health_timeout: String,
}

pub enum Source {
    Volume(String),
    File(String),
}

/// The services that run the redis image in this mode.
pub fn redis_services(generated: &Path, mode: &str) -> Vec<Service> {
    let base = read(&generated.join("docker-compose.yml"));
    let overlay = generated.join(format!("docker-compose.{mode}.yml"));
    let overlay = if overlay.exists() { read(&overlay) } else { Value::Null };
    let services = base["services"].as_mapping().unwrap().iter();
    services
        .filter(|(_, service)| service["image"].as_str().is_some_and(|image| image.starts_with("redis:")))
        .filter(|(_, service)| service["profiles"].is_null() || texts(&service["profiles"]).contains(&mode.into()))
        .map(|(name, service)| merged(name.as_str().unwrap(), service, &overlay["services"][name]))
        .collect()
}

fn merged(name: &str, base: &Value, overlay: &Value) -> Service {
    assert!(base["entrypoint"].is_null(), "{name}: the image's entrypoint is not used");
    let mut environment = BTreeMap::new();
    let mut mounts = BTreeMap::new();
    for part in [base, overlay] {
        let variables = part["environment"].as_mapping().into_iter().flatten();
        environment.extend(variables.map(|(key, value)| (text(key), text(value))));
        mounts.extend(part["volumes"].as_sequence().into_iter().flatten().map(mount));
    }
    let test = texts(&base["healthcheck"]["test"]);
    assert_eq!(test[0], "CMD-SHELL");
    Service {
        name: name.into(),
        command: texts(&base["command"]),
        environment,
        mounts,
        secrets: texts(&base["secrets"]),
        health: test[1].clone(),
        health_timeout: text(&base["healthcheck"]["timeout"]),
    }
}

fn mount(value: &Value) -> (String, (Source, bool)) {
    let source = match value["type"].as_str() {
        Some("volume") => Source::Volume(text(&value["source"])),
        Some("bind") => Source::File(text(&value["source"])),
        other => panic!("a mount of the type {other:?}"),
    };
    (text(&value["target"]), (source, value["read_only"].as_bool().unwrap()))
}

fn read(path: &Path) -> Value {
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().replace("$$", "$")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_sequence().unwrap().iter().map(text).collect()
}
