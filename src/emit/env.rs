//! The template of `.env`: what a person fills in, and what starts the mode.

use super::{Artifact, Kind};
use crate::stack::{SecretSource, Stack};

/// The template of a mode, or of a stack without modes.
pub(super) fn template(stack: &Stack, overlay: Option<&str>, input: &str) -> Artifact {
    let path =
        stack.mode.as_ref().map_or(".env.template".to_owned(), |mode| format!(".env.{}.template", mode.as_str()));
    let mut file = Artifact::new(path.clone(), Kind::EnvTemplate, input);
    file.comment(&format!("Copy it (`cp {path} .env`), fill in the values, then: docker compose up -d"));
    file.comment("Put each value in single quotes, as in 'va$lue': Compose would expand a `$` in others.");
    file.comment("A single quote in a value is written \\'.");
    file.section("the mode");
    let files: Vec<&str> = std::iter::once("docker-compose.yml").chain(overlay).collect();
    file.line("COMPOSE_PATH_SEPARATOR=:", None);
    file.line(format!("COMPOSE_FILE={}", files.join(":")), None);
    let profiles: Vec<&str> = stack.profiles.iter().map(|profile| profile.as_str()).collect();
    file.line(format!("COMPOSE_PROFILES={}", profiles.join(",")), None);
    for (name, secret) in &stack.secrets {
        let SecretSource::Env(env) = &secret.source else { continue };
        let read = stack.active().any(|container| container.secrets.contains(name));
        if !read {
            continue;
        }
        let rotate =
            secret.rotate.as_ref().map(|time| format!(", to be replaced every {} days", time.millis() / 86_400_000));
        let issuer = secret.issued_by.as_ref().map(|issuer| format!(", issued by {}", issuer.as_str()));
        file.section(&format!("secret {}{}{}", name.as_str(), issuer.unwrap_or_default(), rotate.unwrap_or_default()));
        file.line(format!("{}=", env.as_str()), Some(env.origin()));
    }
    file
}
