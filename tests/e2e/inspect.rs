//! What Docker made of every container, compared with what the stack says. The stack is resolved from
//! the input here; nothing is read from the generated files.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stackgen::input::Capability;
use stackgen::model::{Container, MountSource};

use crate::deployment::Deployment;
use crate::engine::docker_says;

/// Compares every container that runs.
pub fn every_container(deployment: &Deployment) {
    for container in deployment.containers() {
        let found = deployment.inspect(container.service.as_str());
        let project = deployment.stack.name.as_str();
        limits(container, &found);
        identity(container, &found);
        user(deployment, container, &found);
        security(container, &found);
        health(container, &found);
        mounts(deployment, container, &found);
        networks(project, container, &found);
        ports(container, &found);
    }
}

fn same(container: &Container, what: &str, found: &Value, expected: &Value) {
    let name = container.service.as_str();
    assert_eq!(found, expected, "{name}: {what}");
}

fn limits(container: &Container, found: &Value) {
    let host = &found["HostConfig"];
    let resources = &container.resources;
    let bytes = |at: &Option<stackgen::origin::At<stackgen::units::Bytes>>| at.as_ref().map_or(0, |bytes| bytes.get());
    let cpus = resources.cpus.as_ref().map_or(0, |cpus| u64::from(cpus.get()) * 1_000_000);
    same(container, "memory", &host["Memory"], &json!(bytes(&resources.memory)));
    same(container, "memory reservation", &host["MemoryReservation"], &json!(bytes(&resources.reserved_memory)));
    same(container, "cpus", &host["NanoCpus"], &json!(cpus));
    same(container, "pids", &host["PidsLimit"], &json!(*resources.pids));
    let log = &container.log;
    let expected = json!({ "max-file": log.max_files.to_string(), "max-size": log.max_size.get().to_string() });
    same(container, "log", &host["LogConfig"], &json!({ "Type": "json-file", "Config": expected }));
}

fn identity(container: &Container, found: &Value) {
    if let Some(name) = &container.name {
        same(container, "name", &found["Name"], &json!(format!("/{}", name.as_str())));
    }
    if let Some(image) = &container.image {
        same(container, "image", &found["Config"]["Image"], &json!(image.as_str()));
    }
    let host = &found["HostConfig"];
    same(container, "restart", &host["RestartPolicy"]["Name"], &json!(container.restart.as_str()));
    same(container, "restarts", &found["RestartCount"], &json!(0));
    let seconds = container.stop_grace_period.whole_seconds();
    same(container, "time to stop", &found["Config"]["StopTimeout"], &json!(seconds));
    same(container, "init", &host["Init"], &json!(*container.init));
}

/// The input's user, else that of the image.
fn user(deployment: &Deployment, container: &Container, found: &Value) {
    let stack = &deployment.stack;
    let written = stack
        .services()
        .iter()
        .find(|one| *one.container.service == *container.service)
        .and_then(|one| one.user.as_ref());
    let of_image = || docker_says(&["image", "inspect", "-f", "{{.Config.User}}", found["Image"].as_str().unwrap()]);
    let expected = written.map_or_else(of_image, |user| user.as_str().to_owned());
    same(container, "user", &found["Config"]["User"], &json!(expected.trim()));
}

fn security(container: &Container, found: &Value) {
    let (host, security) = (&found["HostConfig"], &container.security);
    let options: Value = if *security.no_new_privileges { json!(["no-new-privileges:true"]) } else { Value::Null };
    same(container, "security", &host["SecurityOpt"], &options);
    same(container, "privileged", &host["Privileged"], &json!(false));
    same(container, "capabilities dropped", &host["CapDrop"], &names(&security.cap_drop));
    same(container, "capabilities added", &host["CapAdd"], &names(&security.cap_add));
    same(container, "read only", &host["ReadonlyRootfs"], &json!(*security.read_only));
    assert!(security.tmpfs.is_empty() && host["Tmpfs"].is_null(), "{}: folders in memory", container.service.as_str());
}

/// Capabilities as Docker shows them.
fn names(capabilities: &[Capability]) -> Value {
    let name = |capability: &Capability| match capability.as_str() {
        "ALL" => "ALL".to_owned(),
        name => format!("CAP_{name}"),
    };
    match capabilities {
        [] => Value::Null,
        some => some.iter().map(name).collect(),
    }
}

fn health(container: &Container, found: &Value) {
    same(container, "health", &found["State"]["Health"]["Status"], &json!("healthy"));
    let check = &found["Config"]["Healthcheck"];
    let times = &container.health;
    for (key, time) in
        [("Interval", &times.interval), ("Timeout", &times.timeout), ("StartPeriod", &times.start_period)]
    {
        same(container, key, &check[key], &json!(time.millis() * 1_000_000));
    }
    same(container, "retries", &check["Retries"], &json!(*times.retries));
}

/// The stack's own mounts, and beside them generated files only, which cannot be written.
fn mounts(deployment: &Deployment, container: &Container, found: &Value) {
    let mut expected = BTreeSet::new();
    for mount in &container.mounts {
        let (kind, source) = match &mount.source {
            MountSource::Volume(name) => ("volume", format!("{}_{}", deployment.stack.name.as_str(), name.as_str())),
            MountSource::Bind(path) => {
                let path = deployment.generated().join(path.as_str()).canonicalize().unwrap();
                ("bind", path.to_str().unwrap().to_owned())
            }
        };
        expected.insert((kind.to_owned(), source, mount.target.as_str().to_owned(), !*mount.read_only));
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut actual = BTreeSet::new();
    for mount in found["Mounts"].as_array().unwrap() {
        let source = if mount["Type"] == "volume" { &mount["Name"] } else { &mount["Source"] };
        let writable = mount["RW"].as_bool().unwrap();
        let entry = (text(&mount["Type"]), text(source), text(&mount["Destination"]), writable);
        let generated = std::path::Path::new(&entry.1).strip_prefix(deployment.generated()).is_ok();
        if generated && !expected.contains(&entry) {
            assert!(!writable, "{}: {} can be written", container.service.as_str(), entry.1);
        } else {
            actual.insert(entry);
        }
    }
    assert_eq!(actual, expected, "{}: mounts", container.service.as_str());
}

fn networks(project: &str, container: &Container, found: &Value) {
    let networks = found["NetworkSettings"]["Networks"].as_object().unwrap();
    let joined: BTreeSet<_> = networks.keys().cloned().collect();
    let expected = container.networks.iter().map(|name| format!("{project}_{}", name.as_str()));
    assert_eq!(joined, expected.collect(), "{}: networks", container.service.as_str());
    for (name, address) in &container.addresses {
        let network = &networks[&format!("{project}_{}", name.as_str())];
        same(container, "address", &network["IPAddress"], &json!(address.get().to_string()));
    }
    let hosts: BTreeSet<String> =
        container.hosts.iter().map(|(host, address)| format!("{host}:{}", address.get())).collect();
    let known = found["HostConfig"]["ExtraHosts"].as_array().into_iter().flatten();
    let known: BTreeSet<String> = known.filter_map(|host| Some(host.as_str()?.to_owned())).collect();
    assert_eq!(known, hosts, "{}: hosts", container.service.as_str());
    for network in networks.values() {
        let aliases: Vec<&str> = network["Aliases"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        for name in std::iter::once(container.service.as_str()).chain(container.aliases.iter().map(String::as_str)) {
            assert!(aliases.contains(&name), "{name} is not among {aliases:?}");
        }
    }
}

fn ports(container: &Container, found: &Value) {
    let mut expected = serde_json::Map::new();
    for port in &container.ports {
        let binding = json!([{ "HostIp": port.address.to_string(), "HostPort": port.host.get().to_string() }]);
        expected.insert(format!("{}/{}", port.container.get(), port.protocol.as_str()), binding);
    }
    same(container, "ports", &found["HostConfig"]["PortBindings"], &Value::Object(expected));
}
