//! Compares Compose projects, value by value, with their stacks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::emit::Emitted;
use super::files::Files;
use super::merge::merges_to;
use super::node::{Map, Node};
use super::says::{Differs, Keys};
use super::service_reader;
use super::witness::file_of;
use crate::artifact::VerifyError;
use crate::model::{Container, Deployment, MountSource, Network, Secret, SecretSource, Stack};

/// Verifies the project that Compose must read in each mode. The witness checks that the files match it.
///
/// # Errors
/// If it differs from the stack.
pub fn verify(emitted: &Emitted, deployment: Deployment<'_>) -> Result<(), VerifyError> {
    let modes = deployment.stacks().count();
    if emitted.expected.len() != modes || emitted.overlays.len() != modes {
        return Err(VerifyError::new(file_of(None), "it does not exist for each mode"));
    }
    let files = Files::of(&emitted.artifacts);
    let overlays = emitted.overlays.iter().map(Option::as_ref);
    let mut base: Option<Project<'_>> = None;
    for ((stack, (mode, project)), overlay) in deployment.stacks().zip(&emitted.expected).zip(overlays) {
        let wrong = |what: String| VerifyError::new(file_of(mode.as_ref()), what);
        if !emitted.expected.first().is_some_and(|(_, base)| merges_to(base, overlay, project)) {
            return Err(wrong("the merged project differs from the intended one".to_owned()));
        }
        let containers = stack.containers().map(|one| (one.service.as_str(), one)).collect();
        let project = Project { root: project.as_map(), stack, containers, files: files.with(project) };
        project.agrees(base.as_ref()).map_err(wrong)?;
        base.get_or_insert(project);
    }
    Ok(())
}

/// The entries of a section, each of which must be compared.
fn things<'n>(project: &mut Keys<'n>, section: &'static str) -> Result<Keys<'n>, String> {
    match project.take(section) {
        Some(Node::Map(map)) => Ok(Keys::of(map)),
        Some(_) => Err(format!("the {section} cannot be read")),
        None => Ok(Keys::of_nothing()),
    }
}

/// One of these entries.
fn thing<'n>(of: &mut Keys<'n>, kind: &str, name: &str) -> Result<&'n Map, String> {
    let node = of.take(name).ok_or_else(|| format!("the {kind} {name} is missing"))?;
    node.as_map().ok_or_else(|| format!("the {kind} {name} cannot be read"))
}

/// The project that Compose must read in a mode, and its stack.
struct Project<'e> {
    root: Option<&'e Map>,
    stack: &'e Stack,
    containers: BTreeMap<&'e str, &'e Container>,
    files: Files<'e>,
}

impl Project<'_> {
    /// Whether a service is the same in the base, where it is compared already.
    fn is_compared(&self, of: &Container, base: Option<&Self>) -> bool {
        let definition = |project: &Self| match &project.root?.0.get("services")?.value {
            Node::Map(services) => match &services.0.get(of.service.as_str())?.value {
                Node::Map(service) => Some(Arc::as_ptr(service)),
                _ => None,
            },
            _ => None,
        };
        base.is_some_and(|base| {
            let below = base.containers.get(of.service.as_str());
            definition(self).is_some()
                && definition(self) == definition(base)
                && self.stack.project_dir == base.stack.project_dir
                && below.is_some_and(|below| of.is_defined_as(below))
                && self.files.are_same(of, self.stack, &base.files, base.stack)
        })
    }

    /// Checks that the project matches the stack, value by value, and contains nothing else.
    fn agrees(&self, base: Option<&Self>) -> Result<(), String> {
        let Self { stack, files, .. } = self;
        let root = self.root.ok_or("it is not a mapping")?;
        let mut sections = Keys::of(root);
        let other = |section: &str| format!("one of the {section} is not in the stack");
        sections.say("name", Some(stack.name.as_str())).map_err(|_| "the name differs from the stack")?;

        let mut services = things(&mut sections, "services")?;
        for container in stack.containers() {
            let name = container.service.as_str();
            let service = thing(&mut services, "service", name)?;
            if !self.is_compared(container, base) {
                service_reader::agrees(service, container, stack, files)
                    .map_err(|Differs(key)| format!("the {key} of the service {name} differs from the stack"))?;
            }
            defined(root, service, name)?;
        }
        services.end("services").map_err(|_| other("services"))?;

        let mut networks = things(&mut sections, "networks")?;
        for (name, network) in &stack.networks {
            self::network(thing(&mut networks, "network", name.as_str())?, network)
                .map_err(|Differs(key)| format!("the {key} of the network {} differs from the stack", name.as_str()))?;
        }
        networks.end("networks").map_err(|_| other("networks"))?;

        let read: BTreeSet<&str> =
            stack.containers().flat_map(|container| &container.secrets).map(|name| name.as_str()).collect();
        let mut secrets = things(&mut sections, "secrets")?;
        for (name, secret) in stack.secrets.iter().filter(|(name, _)| read.contains(name.as_str())) {
            self::secret(thing(&mut secrets, "secret", name.as_str())?, secret, stack)
                .map_err(|Differs(key)| format!("the {key} of the secret {} differs from the stack", name.as_str()))?;
        }
        secrets.end("secrets").map_err(|_| other("secrets"))?;

        let mut volumes = things(&mut sections, "volumes")?;
        let mounts = stack.containers().flat_map(|container| &container.mounts);
        let named = mounts.filter_map(|mount| match &mount.source {
            MountSource::Volume(name) => Some(name.as_str()),
            MountSource::Bind(_) => None,
        });
        for name in named.collect::<BTreeSet<_>>() {
            if !thing(&mut volumes, "volume", name)?.0.is_empty() {
                return Err(format!("the volume {name} has options"));
            }
        }
        volumes.end("volumes").map_err(|_| other("volumes"))?;
        sections.end("sections").map_err(|_| other("sections"))
    }
}

fn network(said: &Map, network: &Network) -> Result<(), Differs> {
    let mut keys = Keys::of(said);
    keys.say("driver", Some(network.driver.as_str()))?;
    keys.say("internal", Some(*network.internal))?;
    let mut ipam = keys.below("ipam")?;
    if let Some(subnet) = &network.subnet {
        let Some([Node::Map(pool)]) = ipam.take("config").map(Node::as_list) else { return Err(Differs("pool")) };
        let mut pool = Keys::of(pool);
        let dynamic = network.dynamic.as_ref().filter(|range| subnet.contains(&***range));
        pool.say("subnet", Some(subnet.to_string()))?;
        pool.say("ip_range", dynamic.map(|range| range.to_string()))?;
        pool.say("gateway", network.gateway.as_ref().map(|gateway| gateway.get().to_string()))?;
        pool.end("pool")?;
    }
    ipam.end("pool")?;
    keys.end("list of keys")
}

fn secret(said: &Map, secret: &Secret, stack: &Stack) -> Result<(), Differs> {
    let mut keys = Keys::of(said);
    match &secret.source {
        SecretSource::Env(variable) => keys.say("environment", Some(variable.as_str()))?,
        SecretSource::File(path) => keys.say("file", Some(path.from_project(&stack.project_dir)))?,
    }
    keys.end("list of keys")
}

/// Checks that the networks and dependencies of a service exist.
fn defined(root: &Map, of: &Map, service: &str) -> Result<(), String> {
    for (key, section) in [("networks", "networks"), ("depends_on", "services")] {
        let named = of.0.get(key).and_then(|entry| entry.value.as_map());
        let all = root.0.get(section).and_then(|entry| entry.value.as_map());
        let is_defined = |name: &str| all.is_some_and(|all| all.0.contains_key(name));
        if let Some(name) = named.into_iter().flat_map(|map| map.0.keys()).find(|name| !is_defined(name)) {
            return Err(format!("the service {service} refers to {name}, which is not among the {section}"));
        }
    }
    Ok(())
}
