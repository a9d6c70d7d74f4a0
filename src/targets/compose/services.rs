//! The services of the Compose file.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::interpolation::escaped;
use super::named::{Config, Named, OfBase};
use super::node::{Map, Node, Tag};
use super::plain::PLAIN;
use crate::artifact::{Digest, hex};
use crate::input::{Condition, ContainerKeys};
use crate::model::{
    ConfigFile, Container, HealthTest, Log, Mount, MountSource, Published, Resources, Run, Security, Stack,
};
use crate::units::{Bytes, HostPath, Scale};

/// The label that makes changes visible to Compose that are not in the definition of a service.
const LABEL: &str = "stackgen.digest";

/// A size as Compose reads it: in the largest 1024-based unit that keeps it whole.
pub(super) fn size(bytes: Bytes) -> String {
    let (number, scale) = bytes.in_largest_unit();
    let unit = match scale {
        Scale::One => "b",
        Scale::Kilo => "k",
        Scale::Mega => "m",
        Scale::Giga => "g",
    };
    format!("{number}{unit}")
}

/// Every service, in the order of the stack, with the escapes of Compose.
pub(super) fn services(stack: &Stack, named: &Named, base: Option<&OfBase<'_>>) -> Map {
    let below: BTreeMap<&str, &Container> =
        base.into_iter().flat_map(|base| base.stack.containers()).map(|one| (one.service.as_str(), one)).collect();
    let mut services = Map::new();
    for container in stack.containers() {
        let name = container.service.as_str();
        let same = below.get(name).zip(base).filter(|(below, base)| {
            stack.project_dir == base.stack.project_dir
                && container.is_defined_as(below)
                && named.is_same_for(container, base.named)
        });
        let of = same.and_then(|(_, base)| base.services.0.get(name)).map(|entry| entry.value.clone());
        let of = of.unwrap_or_else(|| escaped(service(container, named, &stack.project_dir)));
        services.put_at(name.to_owned(), of, container.service.origin());
    }
    services
}

/// A service.
fn service(container: &Container, named: &Named, project_dir: &HostPath) -> Map {
    let run = &container.run;
    let mut map = Map::new();
    if let Some(build) = &container.build {
        let mut context = Map::new();
        context.put_at("context", build.from_project(project_dir), build.origin());
        map.put_at("build", context, build.origin());
    }
    map.put_some("image", container.image.as_ref(), |image| image.as_str().to_owned());
    if let Some(name) = &container.name {
        map.put_at("container_name", name.as_str(), name.origin());
    }
    if let Some(first) = container.profiles.first() {
        let profiles: Vec<&str> = container.profiles.iter().map(|profile| profile.as_str()).collect();
        map.put_at("profiles", profiles, first.origin());
    }
    map.put("labels", labels(container, named));
    if let Some(entrypoint) = &run.entrypoint {
        map.put("entrypoint", entrypoint.clone());
    }
    if let Some(command) = &run.command {
        map.entry("command", command.value.clone(), command.origin, Tag::Merge);
    }
    map.put_some("user", run.user.as_ref(), |user| user.as_str().to_owned());
    map.put_filled("environment", environment(run));
    map.put_filled("secrets", container.secrets.iter().map(|name| name.as_str()).collect::<Vec<_>>());
    map.put_filled("volumes", mounts(container, named));
    map.put_filled("ports", container.ports.iter().map(port).collect::<Vec<_>>());
    map.put("networks", networks(container));
    if let Some((_, first)) = container.hosts.first() {
        map.put_at("extra_hosts", hosts(container), first.origin());
    }
    map.put_filled("depends_on", depends_on(container));
    if let Some(test) = &run.health {
        map.put("healthcheck", health(container, test));
    }
    map.put_at("restart", container.restart.as_str(), container.restart.origin());
    let grace = &container.stop_grace_period;
    map.put_at("stop_grace_period", grace.human(), grace.origin());
    map.put_some("shm_size", run.shm_size.as_ref(), |bytes| size(*bytes));
    security(&mut map, &container.security);
    map.put_at("init", *container.init, container.init.origin());
    map.put("logging", logging(&container.log));
    plain(&mut map, &container.keys);
    let mut deploy = Map::new();
    deploy.put_filled("resources", resources(&container.resources));
    map.put_filled("deploy", deploy);
    map
}

/// Adds the keys that go to Compose unchanged.
fn plain(map: &mut Map, keys: &ContainerKeys) {
    for key in PLAIN {
        let Some(value) = (key.value)(keys) else { continue };
        match (map.0.get_mut(key.name).map(|entry| &mut entry.value), &*value) {
            (Some(Node::Map(there)), Node::Map(more)) => Arc::make_mut(there).0.extend(more.0.clone()),
            _ => map.put_at(key.name, (*value).clone(), value.origin()),
        }
    }
}

fn environment(run: &Run) -> Map {
    let mut map = Map::new();
    for (name, said) in &run.environment {
        map.entry(name.clone(), said.value.as_str(), said.origin, Tag::Merge);
    }
    map
}

/// A generated file in the mode of the container.
fn config<'n>(file: &ConfigFile, named: &'n Named) -> &'n Config {
    named.file(&file.path).expect("each file that a container reads is emitted before the Compose file")
}

/// A digest of what the definition of the service refers to by name: the generated files that it reads, its networks,
/// its secrets. Compose does not see changes in files and secrets. When a network changes, Compose recreates the
/// network, and starts the containers that were on it without it (Compose 2.40.3, observed). It recreates containers
/// whose labels have changed.
fn labels(container: &Container, named: &Named) -> Map {
    let files = container.run.files.iter().map(|file| config(file, named).digest);
    let networks = container.networks.iter().map(|network| named.networks.digest(network.as_str()));
    let secrets = container.secrets.iter().map(|secret| named.secrets.digest(secret.as_str()));
    let all = files.chain(networks).chain(secrets);
    let digest: Digest = all.fold(Sha256::new(), |whole, one| whole.chain_update(one)).finalize().into();
    let hex = hex(digest.get(..8).unwrap_or_default());
    let (first, second) = hex.split_at(hex.len() / 2);
    let mut labels = Map::new();
    // With a hyphen, YAML does not read it as a number, and secret scanners do not take it for a key.
    labels.put(LABEL, format!("{first}-{second}"));
    labels
}

/// Every mount, sorted by target: a folder before what is mounted inside it.
fn mounts(container: &Container, named: &Named) -> Vec<Map> {
    let own = container.mounts.iter().map(|one| (one.target.as_str(), mount(one)));
    let files = container.run.files.iter().map(|file| (file.target, config_file(config(file, named), file.target)));
    let mut all: Vec<_> = own.chain(files).collect();
    all.sort_by(|a, b| a.0.cmp(b.0));
    all.into_iter().map(|(_, map)| map).collect()
}

fn mount(mount: &Mount) -> Map {
    let mut map = Map::new();
    match &mount.source {
        MountSource::Volume(name) => {
            map.put_at("type", "volume", name.origin());
            map.put_at("source", name.as_str(), name.origin());
        }
        MountSource::Bind(path) => {
            map.put_at("type", "bind", path.origin());
            map.put_at("source", path.as_str(), path.origin());
        }
    }
    map.put_at("target", mount.target.as_str(), mount.target.origin());
    map.put_at("read_only", *mount.read_only, mount.read_only.origin());
    if matches!(mount.source, MountSource::Bind(_)) {
        map.put("bind", no_host_path());
    }
    map
}

fn config_file(file: &Config, target: &str) -> Map {
    let mut map = Map::new();
    map.put("type", "bind");
    map.put("source", format!("./{}", file.path));
    map.put("target", target);
    map.put("read_only", true);
    map.put("bind", no_host_path());
    map
}

/// Docker would create an empty folder that belongs to root in place of a missing source (observed).
fn no_host_path() -> Map {
    let mut bind = Map::new();
    bind.put("create_host_path", false);
    bind
}

fn port(port: &Published) -> Map {
    let mut map = Map::new();
    map.put_at("target", u64::from(port.container.get()), port.container.origin());
    map.put_at("published", port.host.get().to_string(), port.host.origin());
    map.put_at("host_ip", port.address.to_string(), port.address.origin());
    map.put_at("protocol", port.protocol.as_str(), port.protocol.origin());
    map
}

fn networks(container: &Container) -> Map {
    let mut networks = Map::new();
    for network in &container.networks {
        let mut entry = Map::new();
        entry.put_filled("aliases", container.aliases.clone());
        if let Some(address) = container.addresses.get(&**network) {
            let key = if address.get().is_ipv4() { "ipv4_address" } else { "ipv6_address" };
            entry.put_at(key, address.get().to_string(), address.origin());
        }
        networks.put_at(network.as_str().to_owned(), entry, network.origin());
    }
    networks
}

/// `host=address`, as a list: with a mapping, an override would add to the addresses of a host (Compose 2.40.3,
/// observed).
fn hosts(container: &Container) -> Vec<String> {
    container.hosts.iter().map(|(host, address)| format!("{host}={}", address.get())).collect()
}

fn depends_on(container: &Container) -> Map {
    let mut map = Map::new();
    for (service, dependency) in &container.depends_on {
        let mut entry = Map::new();
        let condition = match dependency.condition {
            Condition::Any => continue,
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
        };
        entry.put_at("condition", condition, dependency.origin);
        map.put_at(service.as_str().to_owned(), entry, dependency.origin);
    }
    map
}

fn health(container: &Container, test: &HealthTest) -> Map {
    let mut map = Map::new();
    match test {
        HealthTest::Command(command) => {
            let words: Vec<String> = std::iter::once("CMD".to_owned()).chain(command.iter().cloned()).collect();
            map.put_at("test", words, command.origin());
        }
        HealthTest::Shell(line) => map.put_at("test", vec!["CMD-SHELL", line.as_str()], line.origin()),
    }
    let times = &container.health;
    map.put_at("interval", times.interval.human(), times.interval.origin());
    map.put_at("timeout", times.timeout.human(), times.timeout.origin());
    map.put_at("retries", u64::from(*times.retries), times.retries.origin());
    map.put_at("start_period", times.start_period.human(), times.start_period.origin());
    map
}

fn logging(log: &Log) -> Map {
    let mut options = Map::new();
    // Docker reads `m` as 1000² here (units.FromHumanSize), so the size is in bytes.
    options.put_at("max-size", log.max_size.get().to_string(), log.max_size.origin());
    options.put_at("max-file", log.max_files.to_string(), log.max_files.origin());
    let mut map = Map::new();
    map.put("driver", "json-file");
    map.put("options", options);
    map
}

fn security(map: &mut Map, security: &Security) {
    if *security.no_new_privileges {
        map.put_at("security_opt", vec!["no-new-privileges:true"], security.no_new_privileges.origin());
    }
    for (key, list) in [("cap_drop", &security.cap_drop), ("cap_add", &security.cap_add)] {
        if !list.is_empty() {
            let names: Vec<&str> = list.iter().map(|capability| capability.as_str()).collect();
            map.put_at(key, names, list.origin());
        }
    }
    if *security.read_only {
        map.put_at("read_only", true, security.read_only.origin());
    }
    if let Some(first) = security.tmpfs.first() {
        let paths: Vec<&str> = security.tmpfs.iter().map(|path| path.as_str()).collect();
        map.put_at("tmpfs", paths, first.origin());
    }
}

fn resources(resources: &Resources) -> Map {
    let mut limits = Map::new();
    limits.put_some("cpus", resources.cpus.as_ref(), |cpus| cpus.decimal());
    limits.put_some("memory", resources.memory.as_ref(), |bytes| size(*bytes));
    limits.put_at("pids", u64::from(*resources.pids), resources.pids.origin());
    let mut reservations = Map::new();
    reservations.put_some("cpus", resources.reserved_cpus.as_ref(), |cpus| cpus.decimal());
    reservations.put_some("memory", resources.reserved_memory.as_ref(), |bytes| size(*bytes));
    let mut map = Map::new();
    map.put_filled("limits", limits);
    map.put_filled("reservations", reservations);
    map
}
