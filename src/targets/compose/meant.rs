//! What a Compose project has to say, from the stack: the counterpart of `service`.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::claims::{Claims, definition, mounted, publishes, sorted, unescaped};
use super::emit::in_mode;
use super::plain::PLAIN;
use crate::artifact::Artifact;
use crate::input::Condition;
use crate::model::{Container, HealthTest, MountSource, Run, SecretSource, Stack};
use crate::origin::At;
use crate::units::{Bytes, Cpus};

/// The claims of every thing that the stack has; the project is asked for its definitions only, which labels count.
pub(super) fn meant(stack: &Stack, artifacts: &[Artifact], project: &Value) -> BTreeMap<String, Claims> {
    let mut things = BTreeMap::new();
    for container in stack.containers() {
        let claims = service(stack, container, artifacts, project);
        things.insert(format!("the service {}", container.service.as_str()), claims);
    }
    for (name, network) in &stack.networks {
        let mut claims = claims([("driver", json!(network.driver.as_str())), ("internal", json!(*network.internal))]);
        let mut some = |key: &str, text: Option<String>| claims.extend(text.map(|text| (key.to_owned(), json!(text))));
        some("subnet", network.subnet.as_ref().map(|subnet| subnet.to_string()));
        // Without a subnet there is nothing to divide.
        if let Some(subnet) = &network.subnet {
            some(
                "ip_range",
                network.dynamic.as_ref().filter(|range| subnet.contains(&***range)).map(|range| range.to_string()),
            );
            some("gateway", network.gateway.as_ref().map(|gateway| gateway.get().to_string()));
        }
        things.insert(format!("the network {}", name.as_str()), claims);
    }
    let read = |name| stack.containers().any(|container| container.secrets.contains(name));
    for (name, secret) in stack.secrets.iter().filter(|(name, _)| read(name)) {
        let source = match &secret.source {
            SecretSource::Env(variable) => ("environment", json!(variable.as_str())),
            SecretSource::File(path) => ("file", json!(path.from_project(&stack.project_dir))),
        };
        things.insert(format!("the secret {}", name.as_str()), claims([source]));
    }
    let mounts = stack.containers().flat_map(|container| &container.mounts);
    let volumes: std::collections::BTreeSet<&str> = mounts
        .filter_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name.as_str()),
            MountSource::Bind(_) => None,
        })
        .collect();
    let mut all = claims([("name", json!(stack.name.as_str()))]);
    if !volumes.is_empty() {
        all.insert("volumes".to_owned(), sorted(volumes));
    }
    things.insert("the project".to_owned(), all);
    things
}

fn claims<const N: usize>(of: [(&str, Value); N]) -> Claims {
    of.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn service(stack: &Stack, of: &Container, artifacts: &[Artifact], project: &Value) -> Claims {
    let run = &of.run;
    let found = |usual: &str| {
        let own = stack.mode.as_ref().map(|mode| in_mode(Utf8Path::new(usual), mode));
        let there = |path: &Utf8Path| artifacts.iter().find(|file| file.path == path);
        own.as_deref().and_then(there).or_else(|| there(Utf8Path::new(usual)))
    };
    let files: Vec<(Option<&Artifact>, &str)> = run.files.iter().map(|file| (found(&file.path), file.target)).collect();
    let mut claims = Claims::new();
    let mut put = |key: &str, value: Option<Value>| claims.extend(value.map(|value| (key.to_owned(), value)));
    let filled = |list: Value| Some(list).filter(|list| list.as_array().is_none_or(|list| !list.is_empty()));
    let texts = |list: Vec<&str>| filled(json!(list));
    put("image", of.image.as_ref().map(|image| json!(image.as_str())));
    put("container_name", of.name.as_ref().map(|name| json!(name.as_str())));
    put("profiles", texts(of.profiles.iter().map(|profile| profile.as_str()).collect()));
    put("labels", Some(json!({ "stackgen.digest": digest(of, &files, project) })));
    put("build", of.build.as_ref().map(|build| json!(build.from_project(&stack.project_dir))));
    put("entrypoint", run.entrypoint.as_ref().map(|words| json!(words)));
    put("command", run.command.as_ref().map(|words| json!(words.value)));
    put("user", run.user.as_ref().map(|user| json!(user.as_str())));
    put("environment", (!run.environment.is_empty()).then(|| environment(run)));
    put("shm_size", run.shm_size.as_ref().map(|size| json!(size.get())));
    put("secrets", texts(of.secrets.iter().map(|name| name.as_str()).collect()));
    put("volumes", filled(sorted(mounts(of, &files))));
    let ports = of.ports.iter().map(|port| {
        publishes(
            &port.address.to_string(),
            port.host.get().into(),
            port.container.get().into(),
            port.protocol.as_str(),
        )
    });
    put("ports", filled(json!(ports.collect::<Vec<_>>())));
    put("networks", Some(networks(of)));
    put("extra_hosts", filled(sorted(of.hosts.iter().map(|(host, address)| format!("{host}={}", address.get())))));
    put("restart", Some(json!(of.restart.as_str())));
    put("stop_grace_period", Some(json!(of.stop_grace_period.millis())));
    put("init", Some(json!(*of.init)));
    for (on, dependency) in &of.depends_on {
        let state = match dependency.condition {
            Condition::Any => continue,
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
        };
        put(&format!("dependency {}", on.as_str()), Some(json!(state)));
    }
    if let Some(test) = &run.health {
        put("health test", Some(self::test(test)));
        put("health interval", Some(json!(of.health.interval.millis())));
        put("health timeout", Some(json!(of.health.timeout.millis())));
        put("health retries", Some(json!(*of.health.retries)));
        put("health start_period", Some(json!(of.health.start_period.millis())));
    }
    put("log driver", Some(json!("json-file")));
    put("log max-size", Some(json!(of.log.max_size.get())));
    put("log max-file", Some(json!(*of.log.max_files)));
    for key in PLAIN {
        let Some(value) = (key.value)(&of.keys).map(|value| value.to_json()) else { continue };
        match (claims.get_mut(key.name), value) {
            (Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
            (_, value) => drop(claims.insert(key.name.to_owned(), value)),
        }
    }
    claims.extend(security(of));
    claims.extend(resources(of));
    claims
}

fn environment(run: &Run) -> Value {
    run.environment.iter().map(|(name, said)| (name.clone(), json!(said.value))).collect()
}

fn test(test: &HealthTest) -> Value {
    match test {
        HealthTest::Command(words) => ["CMD"].into_iter().chain(words.iter().map(String::as_str)).collect(),
        HealthTest::Shell(line) => json!(["CMD-SHELL", line.as_str()]),
    }
}

fn security(of: &Container) -> Claims {
    let security = &of.security;
    let mut claims = Claims::new();
    if *security.no_new_privileges {
        claims.insert("security_opt".to_owned(), json!(["no-new-privileges:true"]));
    }
    for (key, list) in [("cap_drop", &security.cap_drop), ("cap_add", &security.cap_add)] {
        let names: Vec<&str> = list.iter().map(|capability| capability.as_str()).collect();
        claims.extend((!names.is_empty()).then(|| (key.to_owned(), json!(names))));
    }
    claims.extend(security.read_only.then(|| ("read_only".to_owned(), json!(true))));
    let folders: Vec<&str> = security.tmpfs.iter().map(|path| path.as_str()).collect();
    claims.extend((!folders.is_empty()).then(|| ("tmpfs".to_owned(), json!(folders))));
    claims
}

fn resources(of: &Container) -> Claims {
    let resources = &of.resources;
    let cpus = |cpus: &At<Cpus>| json!(cpus.get());
    let bytes = |bytes: &At<Bytes>| json!(bytes.get());
    let all = [
        ("limits cpus", resources.cpus.as_ref().map(cpus)),
        ("limits memory", resources.memory.as_ref().map(bytes)),
        ("limits pids", Some(json!(*resources.pids))),
        ("reservations cpus", resources.reserved_cpus.as_ref().map(cpus)),
        ("reservations memory", resources.reserved_memory.as_ref().map(bytes)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn mounts(of: &Container, files: &[(Option<&Artifact>, &str)]) -> Vec<String> {
    let own = of.mounts.iter().map(|mount| {
        let (kind, source) = match &mount.source {
            MountSource::Volume(name) => ("volume", name.as_str()),
            MountSource::Bind(path) => ("bind", path.as_str()),
        };
        mounted(kind, source, mount.target.as_str(), *mount.read_only)
    });
    let generated = files.iter().map(|(file, target)| {
        let path = file.map_or("nothing", |file| file.path.as_str());
        mounted("bind", &format!("./{path}"), target, true)
    });
    own.chain(generated).collect()
}

fn networks(of: &Container) -> Value {
    let network = |network: &At<crate::units::NetworkName>| {
        let mut entry = Map::new();
        if !of.aliases.is_empty() {
            entry.insert("aliases".to_owned(), json!(of.aliases));
        }
        if let Some(address) = of.addresses.get(&**network).map(|address| address.get()) {
            let key = if address.is_ipv4() { "ipv4_address" } else { "ipv6_address" };
            entry.insert(key.to_owned(), json!(address.to_string()));
        }
        (network.as_str().to_owned(), Value::Object(entry))
    };
    Value::Object(of.networks.iter().map(network).collect())
}

/// What the label of a service counts: its generated files without their comments, its networks and its secrets.
fn digest(of: &Container, files: &[(Option<&Artifact>, &str)], project: &Value) -> String {
    let text = |file: &Artifact| -> String {
        let lines = file.lines.iter().map(|line| line.text.as_str()).filter(|line| !line.starts_with('#'));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let of_files = files.iter().map(|(file, _)| file.map(text).unwrap_or_default());
    let defined = |section: &str, name: &str| {
        definition(project, section, name).map(|value| unescaped(value).to_string()).unwrap_or_default()
    };
    let of_networks = of.networks.iter().map(|network| defined("networks", network.as_str()));
    let of_secrets = of.secrets.iter().map(|secret| defined("secrets", secret.as_str()));
    let mut whole = Sha256::new();
    of_files.chain(of_networks).chain(of_secrets).for_each(|one| whole.update(Sha256::digest(one)));
    let digits: Vec<String> = whole.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let (first, second) = digits.split_at(4);
    format!("{}-{}", first.concat(), second.concat())
}
