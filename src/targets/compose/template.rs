//! The template of `.env`: the values that a person fills in, and the variables that select the mode.

use crate::artifact::{Artifact, Kind};
use crate::model::Stack;

/// The template of a mode, or of a stack without modes.
pub(super) fn template(stack: &Stack, overlay: Option<&str>, input: &str) -> Artifact {
    let path =
        stack.mode.as_ref().map_or(".env.template".to_owned(), |mode| format!(".env.{}.template", mode.as_str()));
    let mut file = Artifact::new(path.clone(), Kind::EnvTemplate, input);
    file.comment(&format!("Copy this file (`cp {path} .env`), fill in the values, then run `docker compose up -d`."));
    file.comment("Put each value in single quotes, for example 'va$lue': otherwise Compose expands `$`.");
    file.comment("Inside the quotes, write \\' for a single quote.");
    file.section("Compose files and profiles");
    let files: Vec<&str> = std::iter::once("docker-compose.yml").chain(overlay).collect();
    file.line("COMPOSE_PATH_SEPARATOR=:", None);
    let own = stack.compose_files.iter().map(|file| file.as_str());
    let files: Vec<&str> = files.into_iter().chain(own).collect();
    let origin = stack.compose_files.first().map(|file| file.origin());
    file.line(format!("COMPOSE_FILE={}", files.join(":")), origin);
    let profiles: Vec<&str> = stack.profiles.iter().map(|profile| profile.as_str()).collect();
    file.line(format!("COMPOSE_PROFILES={}", profiles.join(",")), None);
    let mut named = Vec::new();
    for variable in stack.variables() {
        file.section(&variable.about());
        // Two secrets may share a value, if that is allowed: Compose reads the last line with a name.
        if named.contains(&variable.name.as_str()) {
            file.comment(&format!("Uses {}, which is set above.", variable.name.as_str()));
            continue;
        }
        named.push(variable.name.as_str());
        file.line(format!("{}=", variable.name.as_str()), Some(variable.name.origin()));
    }
    file
}
