//! Merges Compose files as Compose does (Compose Specification, 13-merge), for what is in the generated ones.

use serde_yaml::Value as Yaml;

use super::node::{Entry, Key, Map, Node, Tag};

/// Whether a base and an override merge to a project.
pub(super) fn merges_to(base: &Node, over: Option<&Node>, project: &Node) -> bool {
    match (base, over, project) {
        (base, None, project) => base == project,
        (Node::Map(base), Some(Node::Map(over)), Node::Map(project)) => maps_merge_to(base, over, project),
        (_, Some(over), project) => over == project,
    }
}

fn maps_merge_to(Map(base): &Map, Map(over): &Map, Map(project): &Map) -> bool {
    let is_kept = |key: &&Key| over.get(&***key).is_none_or(|entry| entry.tag != Tag::Reset);
    base.keys().chain(over.keys()).filter(is_kept).all(|key| project.contains_key(key))
        && project.iter().all(|(key, Entry { value, .. })| {
            let below = base.get(key).map(|entry| &entry.value);
            match (over.get(key), below) {
                (None, below) => below == Some(value),
                (Some(above), _) if above.tag == Tag::Reset => false,
                (Some(above), _) if above.tag == Tag::Override => above.value == *value,
                (Some(Entry { value: Node::List(above), .. }), below) if key == "volumes" => {
                    mounts_merge_to(below.map_or(&[], Node::as_list), above, value.as_list())
                }
                (Some(above), below) => merges_to(below.unwrap_or(&Node::Null), Some(&above.value), value),
            }
        })
}

/// Mounts are merged by their target; new ones follow.
fn mounts_merge_to(base: &[Node], over: &[Node], project: &[Node]) -> bool {
    let is_at = |mount: &Node, other: &Node| mount.get("target") == other.get("target");
    let replaced = base.iter().map(|below| over.iter().rev().find(|above| is_at(above, below)).unwrap_or(below));
    let new = over.iter().filter(|above| !base.iter().any(|below| is_at(below, above)));
    replaced.chain(new).eq(project)
}

/// Mappings merge, `!override` and everything else replaces, `!reset` removes. Other tags stay, but are never
/// generated.
#[must_use]
pub fn merged(base: Yaml, over: Yaml) -> Yaml {
    match (base, over) {
        (Yaml::Mapping(mut base), Yaml::Mapping(over)) => {
            for (key, value) in over {
                match value {
                    Yaml::Tagged(tagged) if tagged.tag == "reset" => drop(base.shift_remove(&key)),
                    Yaml::Tagged(tagged) if tagged.tag == "override" => drop(base.insert(key, tagged.value)),
                    Yaml::Sequence(mounts) if key == "volumes" => {
                        let below = base.get(&key).and_then(Yaml::as_sequence).cloned().unwrap_or_default();
                        base.insert(key, merged_mounts(below, mounts));
                    }
                    value => {
                        let below = base.get(&key).cloned().unwrap_or(Yaml::Null);
                        base.insert(key, merged(below, value));
                    }
                }
            }
            Yaml::Mapping(base)
        }
        (_, over) => over,
    }
}

/// Mounts are merged by their target; new ones follow.
fn merged_mounts(mut mounts: Vec<Yaml>, above: Vec<Yaml>) -> Yaml {
    for mount in above {
        match mounts.iter_mut().find(|below| below.get("target") == mount.get("target")) {
            Some(below) => *below = mount,
            None => mounts.push(mount),
        }
    }
    mounts.into()
}
