//! Compose files laid over each other as Compose does it (Compose Specification, 13-merge), for what the generated ones hold.

use serde_yaml::Value as Yaml;

/// Mappings merge, `!override` and all else replaces, `!reset` removes.
#[must_use]
pub fn merged(base: Yaml, over: Yaml) -> Yaml {
    match (base, over) {
        (Yaml::Mapping(mut base), Yaml::Mapping(over)) => {
            for (key, value) in over {
                match value {
                    Yaml::Tagged(tagged) if tagged.tag == "reset" => drop(base.shift_remove(&key)),
                    Yaml::Tagged(tagged) => drop(base.insert(key, tagged.value)),
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

/// Mounts are merged by their place; new ones follow.
fn merged_mounts(mut mounts: Vec<Yaml>, above: Vec<Yaml>) -> Yaml {
    for mount in above {
        match mounts.iter_mut().find(|below| below.get("target") == mount.get("target")) {
            Some(below) => *below = mount,
            None => mounts.push(mount),
        }
    }
    mounts.into()
}
