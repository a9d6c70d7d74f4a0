//! What a Compose project has to say, from the stack: the counterpart of `service`.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use sha2::{Digest as _, Sha256};

use super::claim::{Claim, Claims};
use super::claims::{Thing, mounted, publishes};
use super::emit::{Digest, in_mode};
use super::plain::PLAIN;
use super::yaml::Node;
use crate::artifact::Artifact;
use crate::input::Condition;
use crate::model::{Container, HealthTest, MountSource, Run, SecretSource, Stack};
use crate::origin::At;
use crate::units::{Bytes, Cpus, NetworkName};

/// The generated files by their paths.
pub(super) struct Files<'f>(BTreeMap<&'f Utf8Path, File<'f>>);

/// A generated file, and the digest of what its reader sees.
struct File<'f> {
    artifact: &'f Artifact,
    digest: OnceCell<Digest>,
}

impl<'f> Files<'f> {
    pub(super) fn of(artifacts: &'f [Artifact]) -> Self {
        let file = |artifact: &'f Artifact| (&*artifact.path, File { artifact, digest: OnceCell::new() });
        Self(artifacts.iter().map(file).collect())
    }

    /// The file of this usual path, as a stack has it.
    fn in_stack(&self, usual: &str, stack: &Stack) -> Option<&File<'f>> {
        let own = stack.mode.as_ref().map(|mode| in_mode(Utf8Path::new(usual), mode));
        own.and_then(|own| self.0.get(&*own)).or_else(|| self.0.get(Utf8Path::new(usual)))
    }
}

impl File<'_> {
    fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            let lines = self.artifact.lines.iter().map(|line| line.text.as_str()).filter(|line| !line.starts_with('#'));
            lines.fold(Sha256::new(), |whole, line| whole.chain_update(line).chain_update("\n")).finalize().into()
        })
    }
}

/// A stack, with what its containers only name.
struct Meant<'s> {
    stack: &'s Stack,
    files: &'s Files<'s>,
    networks: BTreeMap<&'s str, Digest>,
    secrets: BTreeMap<&'s str, Digest>,
}

/// The claims of every thing that the stack has; the project is asked for its definitions only, which labels count.
pub(super) fn meant<'s>(stack: &'s Stack, files: &'s Files<'s>, project: &'s Node) -> BTreeMap<Thing<'s>, Claims<'s>> {
    let meant =
        Meant { stack, files, networks: definitions(project, "networks"), secrets: definitions(project, "secrets") };
    let mut things = BTreeMap::new();
    for container in stack.containers() {
        things.insert(Thing::Service(container.service.as_str()), meant.service(container));
    }
    for (name, network) in &stack.networks {
        let mut claims =
            claims([("driver", network.driver.as_str().into()), ("internal", Claim::Flag(*network.internal))]);
        let mut some = |key: &'static str, text: Option<String>| {
            claims.extend(text.map(|text| (key.into(), Claim::from(text))));
        };
        some("subnet", network.subnet.as_ref().map(|subnet| subnet.to_string()));
        // Without a subnet there is nothing to divide.
        if let Some(subnet) = &network.subnet {
            some(
                "ip_range",
                network.dynamic.as_ref().filter(|range| subnet.contains(&***range)).map(|range| range.to_string()),
            );
            some("gateway", network.gateway.as_ref().map(|gateway| gateway.get().to_string()));
        }
        things.insert(Thing::Network(name.as_str()), claims);
    }
    let read: BTreeSet<&str> =
        stack.containers().flat_map(|container| &container.secrets).map(|name| name.as_str()).collect();
    for (name, secret) in stack.secrets.iter().filter(|(name, _)| read.contains(name.as_str())) {
        let source = match &secret.source {
            SecretSource::Env(variable) => ("environment", variable.as_str().into()),
            SecretSource::File(path) => ("file", path.from_project(&stack.project_dir).into()),
        };
        things.insert(Thing::Secret(name.as_str()), claims([source]));
    }
    let mounts = stack.containers().flat_map(|container| &container.mounts);
    let volumes: BTreeSet<&str> = mounts
        .filter_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name.as_str()),
            MountSource::Bind(_) => None,
        })
        .collect();
    let mut all = claims([("name", stack.name.as_str().into())]);
    if !volumes.is_empty() {
        all.insert("volumes".into(), Claim::sorted(volumes));
    }
    things.insert(Thing::Project, all);
    things
}

fn claims<'s, const N: usize>(of: [(&'static str, Claim<'s>); N]) -> Claims<'s> {
    of.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

/// The digest of each definition of a section, as it is without the escapes of Compose.
fn definitions<'p>(project: &'p Node, section: &str) -> BTreeMap<&'p str, Digest> {
    let definitions = project.get(section).and_then(Node::as_map).into_iter().flat_map(|map| &map.0);
    let digest = |node: &Node| Sha256::digest(node.to_json().to_string().replace("$$", "$")).into();
    definitions.map(|(name, entry)| (&**name, digest(&entry.value))).collect()
}

impl<'s> Meant<'s> {
    fn service(&self, of: &'s Container) -> Claims<'s> {
        let run = &of.run;
        let project_dir = &self.stack.project_dir;
        let find = |file: &'s crate::model::ConfigFile| (self.files.in_stack(&file.path, self.stack), file.target);
        let files: Vec<(Option<&File<'_>>, &str)> = run.files.iter().map(find).collect();
        let mut claims = Claims::new();
        let mut put = |key: &'static str, value: Option<Claim<'s>>| {
            claims.extend(value.map(|value| (key.into(), value)));
        };
        let filled = |list: Claim<'s>| Some(list).filter(|list| !list.is_empty_list());
        put("image", of.image.as_ref().map(|image| image.as_str().into()));
        put("container_name", of.name.as_ref().map(|name| name.as_str().into()));
        put("profiles", filled(of.profiles.iter().map(|profile| profile.as_str()).collect()));
        put("build", of.build.as_ref().map(|build| build.from_project(project_dir).into()));
        put("entrypoint", run.entrypoint.as_ref().map(|words| words.iter().map(|word| &**word).collect()));
        put("command", run.command.as_ref().map(|words| words.value.iter().map(String::as_str).collect()));
        put("user", run.user.as_ref().map(|user| user.as_str().into()));
        put("environment", (!run.environment.is_empty()).then(|| environment(run)));
        put("shm_size", run.shm_size.as_ref().map(|size| size.get().into()));
        put("secrets", filled(of.secrets.iter().map(|name| name.as_str()).collect()));
        put("volumes", filled(Claim::sorted(mounts(of, &files))));
        put("ports", filled(ports(of).collect()));
        put("networks", Some(networks(of)));
        let hosts = of.hosts.iter().map(|(host, address)| format!("{host}={}", address.get()));
        put("extra_hosts", filled(Claim::sorted(hosts)));
        put("restart", Some(of.restart.as_str().into()));
        put("stop_grace_period", Some(of.stop_grace_period.millis().into()));
        put("init", Some(Claim::Flag(*of.init)));
        if let Some(test) = &run.health {
            put("health test", Some(self::test(test)));
            put("health interval", Some(of.health.interval.millis().into()));
            put("health timeout", Some(of.health.timeout.millis().into()));
            put("health retries", Some(u64::from(*of.health.retries).into()));
            put("health start_period", Some(of.health.start_period.millis().into()));
        }
        put("log driver", Some("json-file".into()));
        put("log max-size", Some(of.log.max_size.get().into()));
        put("log max-file", Some(u64::from(*of.log.max_files).into()));
        put("labels", Some(Claim::Map([("stackgen.digest".into(), self.digest(of, &files).into())].into())));
        claims.extend(dependencies(of));
        for key in PLAIN {
            let Some(value) = (key.claim)(&of.keys) else { continue };
            match (claims.get_mut(key.name), value) {
                (Some(Claim::Map(there)), Claim::Map(more)) => there.extend(more),
                (_, value) => drop(claims.insert(key.name.into(), value)),
            }
        }
        claims.extend(security(of));
        claims.extend(resources(of));
        claims
    }

    /// What the label of a service counts: its generated files without their comments, its networks and its secrets.
    fn digest(&self, of: &Container, files: &[(Option<&File<'_>>, &str)]) -> String {
        let nothing = || Sha256::digest("").into();
        let of_files = files.iter().map(|(file, _)| file.map_or_else(nothing, File::digest));
        let known = |of: &BTreeMap<&str, Digest>, name: &str| of.get(name).copied().unwrap_or_else(nothing);
        let of_networks = of.networks.iter().map(|network| known(&self.networks, network.as_str()));
        let of_secrets = of.secrets.iter().map(|secret| known(&self.secrets, secret.as_str()));
        let all: Vec<u8> = of_files.chain(of_networks).chain(of_secrets).flatten().collect();
        let digits: Vec<String> = Sha256::digest(all).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (first, second) = digits.split_at(4);
        format!("{}-{}", first.concat(), second.concat())
    }
}

fn environment(run: &Run) -> Claim<'_> {
    Claim::Map(run.environment.iter().map(|(name, said)| (name.into(), said.value.as_str().into())).collect())
}

fn dependencies(of: &Container) -> Claims<'_> {
    let states = of.depends_on.iter().filter_map(|(on, dependency)| {
        let state = match dependency.condition {
            Condition::Any => return None,
            Condition::Started => "service_started",
            Condition::Healthy => "service_healthy",
            Condition::Completed => "service_completed_successfully",
        };
        Some((format!("dependency {}", on.as_str()).into(), state.into()))
    });
    states.collect()
}

fn ports(of: &Container) -> impl Iterator<Item = String> {
    of.ports.iter().map(|port| {
        publishes(
            &port.address.to_string(),
            port.host.get().into(),
            port.container.get().into(),
            port.protocol.as_str(),
        )
    })
}

fn test(test: &HealthTest) -> Claim<'_> {
    match test {
        HealthTest::Command(words) => ["CMD"].into_iter().chain(words.iter().map(String::as_str)).collect(),
        HealthTest::Shell(line) => ["CMD-SHELL", line.as_str()].into_iter().collect(),
    }
}

fn security(of: &Container) -> Claims<'_> {
    let security = &of.security;
    let mut claims = Claims::new();
    if *security.no_new_privileges {
        claims.insert("security_opt".into(), ["no-new-privileges:true"].into_iter().collect());
    }
    for (key, list) in [("cap_drop", &security.cap_drop), ("cap_add", &security.cap_add)] {
        let names: Claim<'_> = list.iter().map(|capability| capability.as_str()).collect();
        claims.extend((!names.is_empty_list()).then(|| (key.into(), names)));
    }
    claims.extend(security.read_only.then(|| ("read_only".into(), Claim::Flag(true))));
    let folders: Claim<'_> = security.tmpfs.iter().map(|path| path.as_str()).collect();
    claims.extend((!folders.is_empty_list()).then(|| ("tmpfs".into(), folders)));
    claims
}

fn resources(of: &Container) -> Claims<'_> {
    let resources = &of.resources;
    let cpus = |cpus: &At<Cpus>| Claim::Number(cpus.get().into());
    let bytes = |bytes: &At<Bytes>| Claim::Number(bytes.get());
    let all = [
        ("limits cpus", resources.cpus.as_ref().map(cpus)),
        ("limits memory", resources.memory.as_ref().map(bytes)),
        ("limits pids", Some(Claim::Number((*resources.pids).into()))),
        ("reservations cpus", resources.reserved_cpus.as_ref().map(cpus)),
        ("reservations memory", resources.reserved_memory.as_ref().map(bytes)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key.into(), value?))).collect()
}

fn mounts(of: &Container, files: &[(Option<&File<'_>>, &str)]) -> Vec<String> {
    let own = of.mounts.iter().map(|mount| {
        let (kind, source) = match &mount.source {
            MountSource::Volume(name) => ("volume", name.as_str()),
            MountSource::Bind(path) => ("bind", path.as_str()),
        };
        mounted(kind, source, mount.target.as_str(), *mount.read_only)
    });
    let generated = files.iter().map(|(file, target)| {
        let path = file.map_or("nothing", |file| file.artifact.path.as_str());
        mounted("bind", &format!("./{path}"), target, true)
    });
    own.chain(generated).collect()
}

fn networks(of: &Container) -> Claim<'_> {
    let network = |network: &'_ At<NetworkName>| {
        let mut entry = BTreeMap::new();
        if !of.aliases.is_empty() {
            entry.insert("aliases".into(), of.aliases.iter().map(String::as_str).collect());
        }
        if let Some(address) = of.addresses.get(&**network).map(|address| address.get()) {
            let key = if address.is_ipv4() { "ipv4_address" } else { "ipv6_address" };
            entry.insert(key.into(), address.to_string().into());
        }
        Claim::Map(entry)
    };
    Claim::Map(of.networks.iter().map(|name| (name.as_str().into(), network(name))).collect())
}
