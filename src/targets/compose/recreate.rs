//! The containers that the next `docker compose up -d` recreates: those whose definition has changed. A label in the
//! definition covers their files and networks (Compose 2.40.3; `tests/consumers/recreate.rs` checks this with
//! Compose).

use std::collections::BTreeMap;

use serde_yaml::Value as Yaml;

use super::merge::merged;

/// What Compose ignores when it compares the definitions of a service (pkg/compose/hash.go).
const LEFT_OUT: [&str; 5] = ["build", "pull_policy", "scale", "depends_on", "profiles"];

/// A mode of a deployment.
#[derive(Debug)]
pub struct Running<'m> {
    /// Its name; `None` if the deployment has no modes.
    pub mode: Option<&'m str>,
    /// The services that run in it.
    pub services: Vec<&'m str>,
}

/// The services that are recreated, grouped by the modes in which they are.
///
/// `before` and `after` return the text of a generated file by its path. A new service is created, not recreated.
pub fn recreated<'m>(
    before: impl Fn(&str) -> Option<&'m str>,
    after: impl Fn(&str) -> Option<&'m str>,
    modes: &[Running<'m>],
) -> Vec<(Vec<&'m str>, Vec<&'m str>)> {
    let mut of_service: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for running in modes {
        let (Some(old), Some(new)) = (project(&before, running.mode), project(&after, running.mode)) else { continue };
        for service in running.services.iter().filter(|service| is_recreated(&old, &new, service)) {
            of_service.entry(service).or_default().extend(running.mode);
        }
    }
    let mut of_modes: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (service, modes) in of_service {
        match of_modes.iter_mut().find(|(others, _)| *others == modes) {
            Some((_, services)) => services.push(service),
            None => of_modes.push((modes, vec![service])),
        }
    }
    of_modes.sort_by_key(|(modes, _)| std::cmp::Reverse(modes.len()));
    of_modes
}

/// The project of a mode, as Compose reads it.
fn project<'m>(text: &impl Fn(&str) -> Option<&'m str>, mode: Option<&str>) -> Option<Yaml> {
    let main: Yaml = serde_yaml::from_str(text("docker-compose.yml")?).ok()?;
    let overlay = mode.and_then(|mode| text(&format!("docker-compose.{mode}.yml")));
    Some(match overlay {
        Some(overlay) => merged(main, serde_yaml::from_str(overlay).ok()?),
        None => main,
    })
}

fn is_recreated(old: &Yaml, new: &Yaml, service: &str) -> bool {
    let (Some(before), Some(after)) = (definition(old, service), definition(new, service)) else { return false };
    before != after
}

fn definition(project: &Yaml, service: &str) -> Option<Yaml> {
    let mut definition = project.get("services")?.get(service)?.clone();
    let map = definition.as_mapping_mut()?;
    for key in LEFT_OUT {
        map.shift_remove(key);
    }
    Some(definition)
}
