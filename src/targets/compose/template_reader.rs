//! Reads the template of `.env` as Compose reads the file that is created from it.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::{Artifact, Kind, VerifyError};
use crate::model::{SecretSource, Stack};

/// Verifies the template of `.env`.
///
/// # Errors
/// If it differs from the stack.
pub fn verify(file: &Artifact, artifacts: &[Artifact], stack: &Stack) -> Result<(), VerifyError> {
    let wrong = |what: &str| VerifyError::new(file.path.as_str(), what);
    let mut read = BTreeMap::new();
    for line in file.lines() {
        let text = line.text;
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (name, value) = text.split_once('=').ok_or_else(|| wrong("a line is not a variable"))?;
        if read.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(wrong("a variable is duplicated"));
        }
    }
    if read != meant(artifacts, stack) {
        return Err(wrong("its variables differ from the stack"));
    }
    Ok(())
}

fn meant(artifacts: &[Artifact], stack: &Stack) -> BTreeMap<String, String> {
    let overlay = stack.mode.as_ref().map(|mode| format!("docker-compose.{}.yml", mode.as_str()));
    let there =
        |name: &String| artifacts.iter().any(|file| file.kind == Kind::ComposeOverride && file.path == name.as_str());
    let own = stack.compose_files.iter().map(|file| (**file).clone());
    let files = ["docker-compose.yml".to_owned()].into_iter().chain(overlay.filter(there)).chain(own);
    let files: Vec<String> = files.collect();
    let profiles: Vec<&str> = stack.profiles.iter().map(|profile| profile.as_str()).collect();
    let mut meant = BTreeMap::from([
        ("COMPOSE_PATH_SEPARATOR".to_owned(), ":".to_owned()),
        ("COMPOSE_FILE".to_owned(), files.join(":")),
        ("COMPOSE_PROFILES".to_owned(), profiles.join(",")),
    ]);
    let running = stack.containers().filter(|container| container.active);
    let read: BTreeSet<_> = running.flat_map(|container| &container.secrets).collect();
    for (name, secret) in &stack.secrets {
        if let SecretSource::Env(variable) = &secret.source
            && read.contains(name)
        {
            meant.insert(variable.as_str().to_owned(), String::new());
        }
    }
    meant
}
