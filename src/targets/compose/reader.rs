//! Compose projects: compared, value by value, with the stacks they came from.

use super::claims::{self, Thing};
use super::emit::Emitted;
use super::meant::{Files, meant};
use super::merge::merges_to;
use super::witness::file_of;
use super::yaml::Node;
use crate::artifact::VerifyError;
use crate::model::{Deployment, Stack};

/// Verifies what Compose must make of its files in each mode; whether the files say so is seen by the witness.
///
/// # Errors
/// Where it is not what the stack says.
pub fn verify(emitted: &Emitted, deployment: Deployment<'_>) -> Result<(), VerifyError> {
    let files = Files::of(&emitted.artifacts);
    let overlays = emitted.overlays.iter().map(Option::as_ref);
    for ((stack, (mode, project)), overlay) in deployment.stacks().zip(&emitted.expected).zip(overlays) {
        let wrong = |what: String| VerifyError::new(file_of(mode.as_ref()), what);
        if !emitted.expected.first().is_some_and(|(_, base)| merges_to(base, overlay, project)) {
            return Err(wrong("what Compose merges is not what was meant".to_owned()));
        }
        agrees(project, stack, &files).map_err(wrong)?;
    }
    Ok(())
}

/// Whether the project says what the stack says, value by value, and nothing else.
fn agrees(project: &Node, stack: &Stack, files: &Files<'_>) -> Result<(), String> {
    let (says, means) = (claims::read(project)?, meant(stack, files, project));
    if let Some(thing) = says.keys().find(|thing| !means.contains_key(*thing)) {
        return Err(format!("{thing} is not the stack's"));
    }
    for (thing, meant) in &means {
        let said = says.get(thing).ok_or_else(|| format!("{thing} is missing"))?;
        if said != meant {
            let keys = meant.keys().chain(said.keys());
            let other = keys.into_iter().find(|key| meant.get(*key) != said.get(*key));
            return Err(format!("of {thing} the {} is not the stack's", other.map_or("", |key| key)));
        }
        if let Thing::Service(name) = thing {
            defined(project, name)?;
        }
    }
    Ok(())
}

/// Whether the networks and dependencies that a service names are there.
fn defined(project: &Node, service: &str) -> Result<(), String> {
    let of = project.get("services").and_then(|services| services.get(service));
    for (key, section) in [("networks", "networks"), ("depends_on", "services")] {
        let mut names = of.and_then(|of| of.get(key)).and_then(Node::as_map).into_iter().flat_map(|map| map.0.keys());
        let all = project.get(section);
        if let Some(name) = names.find(|name| all.and_then(|all| all.get(name)).is_none()) {
            return Err(format!("the service {service} names {name}, which is not among the {section}"));
        }
    }
    Ok(())
}
