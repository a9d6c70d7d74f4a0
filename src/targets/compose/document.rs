//! docker-compose.yml, and the overrides of each mode (Compose Specification; Compose 2.40.3).

use std::collections::BTreeSet;

use super::interpolation::escaped;
use super::named::{Named, OfBase};
use super::node::{Map, Node, Tag};
use super::services;
use super::yaml::write;
use crate::artifact::{Artifact, Kind};
use crate::model::{MountSource, SecretSource, Stack};
use crate::origin::Origin;

/// The whole Compose project in one mode.
pub(super) fn document(stack: &Stack, named: &Named, base: Option<&OfBase<'_>>) -> Node {
    let mut root = Map::new();
    root.put_at("name", stack.name.as_str(), stack.name.origin());
    root.put("services", services::services(stack, named, base));
    root.put("networks", escaped(named.networks.map.clone()));
    root.put_filled("volumes", volumes(stack));
    root.put_filled("secrets", escaped(named.secrets.map.clone()));
    root.into()
}

/// A Compose file with this content.
pub(super) fn file(node: &Node, path: &str, input: &str) -> Artifact {
    let kind = if path == "docker-compose.yml" { Kind::Compose } else { Kind::ComposeOverride };
    let mut file = Artifact::new(path, kind, input);
    if let Some(map) = node.as_map() {
        write(&mut file, map, 0);
    }
    file
}

/// The networks of the project.
pub(super) fn networks(stack: &Stack) -> Map {
    let mut networks = Map::new();
    for (name, network) in &stack.networks {
        let mut entry = Map::new();
        entry.put_at("driver", network.driver.as_str(), network.driver.origin());
        entry.put_at("internal", *network.internal, network.internal.origin());
        if let Some(subnet) = &network.subnet {
            let mut pool = Map::new();
            pool.put_at("subnet", subnet.to_string(), subnet.origin());
            pool.put_some("ip_range", network.dynamic.as_ref(), |range| range.to_string());
            pool.put_some("gateway", network.gateway.as_ref(), |gateway| gateway.get().to_string());
            let mut ipam = Map::new();
            ipam.put("config", vec![pool]);
            entry.put("ipam", ipam);
        }
        networks.put_at(name.as_str().to_owned(), entry, network.driver.origin());
    }
    networks
}

fn volumes(stack: &Stack) -> Map {
    let mut volumes = Map::new();
    for mount in stack.containers().flat_map(|container| &container.mounts) {
        if let MountSource::Volume(name) = &mount.source {
            volumes.put_at(name.as_str().to_owned(), Map::new(), name.origin());
        }
    }
    volumes
}

/// The secrets that at least one service reads.
pub(super) fn secrets(stack: &Stack) -> Map {
    let mut secrets = Map::new();
    let read: BTreeSet<_> = stack.containers().flat_map(|container| &container.secrets).collect();
    for (name, secret) in stack.secrets.iter().filter(|(name, _)| read.contains(name)) {
        let mut entry = Map::new();
        let origin = match &secret.source {
            SecretSource::Env(env) => {
                entry.put_at("environment", env.as_str(), env.origin());
                env.origin()
            }
            SecretSource::File(path) => {
                entry.put_at("file", path.from_project(&stack.project_dir), path.origin());
                path.origin()
            }
        };
        secrets.put_at(name.as_str().to_owned(), entry, origin);
    }
    secrets
}

/// What a mode changes in the base: Compose reads both to the project of the mode.
pub(super) fn overlay(base: &Node, mode: &Node) -> Option<Node> {
    let (base, mode) = (base.as_map()?, mode.as_map()?);
    let changes = changes(base, mode);
    (!changes.0.is_empty()).then(|| changes.into())
}

fn changes(base: &Map, mode: &Map) -> Map {
    let mut out = Map::new();
    for (key, entry) in &mode.0 {
        match base.0.get(key).map(|below| &below.value) {
            Some(below) if *below == entry.value => {}
            Some(Node::Map(below)) if matches!(&entry.value, Node::Map(above) if !above.0.is_empty()) => {
                let above = entry.value.as_map().map(|above| changes(below, above)).unwrap_or_default();
                out.entry(key.clone(), above, entry.origin, Tag::Merge);
            }
            Some(Node::List(below))
                if key == "volumes" && merged_mounts(below, entry.value.as_list()) == entry.value.as_list() =>
            {
                let changed = entry.value.as_list().iter().filter(|mount| !below.contains(mount)).cloned();
                out.entry(key.clone(), Node::List(changed.collect()), entry.origin, Tag::Merge);
            }
            Some(Node::Map(_) | Node::List(_)) => {
                out.entry(key.clone(), entry.value.clone(), entry.origin, Tag::Override);
            }
            _ => out.entry(key.clone(), entry.value.clone(), entry.origin, Tag::Merge),
        }
    }
    for key in base.0.keys().filter(|key| !mode.0.contains_key(*key)) {
        out.entry(key.clone(), Node::Null, None::<Origin>, Tag::Reset);
    }
    out
}

/// The mounts of a base and a mode as Compose merges them: by their target (Compose Specification, 13-merge, unique
/// resources), followed by the new ones.
fn merged_mounts(base: &[Node], mode: &[Node]) -> Vec<Node> {
    let place = |mount: &Node| mount.as_map().and_then(|map| map.0.get("target")).map(|entry| entry.value.clone());
    let mut merged = base.to_vec();
    for above in mode {
        match merged.iter_mut().find(|below| place(below) == place(above)) {
            Some(below) => *below = above.clone(),
            None => merged.push(above.clone()),
        }
    }
    merged
}
