//! Docker Compose with a `.env` made from each mode's template.

use std::path::{Path, PathBuf};

use crate::support::{built, real_input};
use crate::{MODES, compose_in, quiet};

/// A value that a `.env` may hold in single quotes; nothing in it is a variable, a comment or an escape.
fn canary(name: &str) -> String {
    format!("canary {name} $HOME ${{PATH}} #\"\\n`=")
}

/// Makes the `.env` of a mode as its template says; the variables that were filled in.
pub fn fill(generated: &Path, mode: &str) -> Vec<String> {
    let template = std::fs::read_to_string(generated.join(format!(".env.{mode}.template"))).unwrap();
    let mut names = Vec::new();
    let mut env = String::new();
    for line in template.lines() {
        match line.strip_suffix('=').filter(|name| !name.starts_with('#') && !name.starts_with("COMPOSE_")) {
            Some(name) => {
                names.push(name.to_owned());
                env += &format!("{name}='{}'\n", canary(name));
            }
            None => env += &format!("{line}\n"),
        }
    }
    std::fs::write(generated.join(".env"), env).unwrap();
    names
}

fn generated() -> (tempfile::TempDir, PathBuf) {
    let dir = built(&real_input());
    let generated = dir.path().join("generated");
    (dir, generated)
}

fn running(mode: &str) -> Vec<String> {
    let nodes = [
        "redis-replica-1",
        "redis-replica-2",
        "redis-router-1",
        "redis-sentinel-1",
        "redis-sentinel-2",
        "redis-sentinel-3",
    ];
    let more: &[&str] = if mode == "development" { &[] } else { &nodes };
    let mut all: Vec<_> =
        ["ai_service", "db", "odoo", "redis-master"].iter().chain(more).map(|s| (*s).into()).collect();
    all.sort();
    all
}

#[test]
fn compose_accepts_every_mode() {
    let (_dir, generated) = generated();
    for mode in MODES {
        let names = fill(&generated, mode);
        assert_eq!(names.len(), 4, "{mode}: {names:?}");
        let Some(mut command) = compose_in(&generated) else { return };
        let model = quiet(command.arg("config"));
        assert!(model.contains("/run/secrets/odoo_db_password"), "{mode}: {model}");
        assert!(!model.contains("canary"), "{mode}: a secret is in the model");

        let services = quiet(compose_in(&generated).unwrap().args(["config", "--services"]));
        let mut services: Vec<_> = services.lines().map(str::to_owned).collect();
        services.sort();
        assert_eq!(services, running(mode), "{mode}");
    }
}

/// What the templates advise about quotes holds, and so the canaries of the other test are real.
#[test]
fn values_in_single_quotes_reach_compose_as_they_are() {
    let (_dir, generated) = generated();
    for mode in MODES {
        let names = fill(&generated, mode);
        let Some(mut command) = compose_in(&generated) else { return };
        let environment = quiet(command.args(["config", "--environment"]));
        for name in names {
            let line = format!("{name}={}", canary(&name));
            assert!(environment.lines().any(|is| is == line), "{mode}: {line}\n{environment}");
        }
    }
}

/// `docker compose up -d` without a `.env` starts the base.
#[test]
fn compose_accepts_the_base_alone() {
    let (_dir, generated) = generated();
    let Some(mut command) = compose_in(&generated) else { return };
    let services = quiet(command.args(["config", "--services"]));
    let mut services: Vec<_> = services.lines().map(str::to_owned).collect();
    services.sort();
    assert_eq!(services, running("development"));
}

/// What Compose takes as it is written arrives there as it is written, in each container of a section.
#[test]
fn plain_keys_arrive_as_they_are_written() {
    let input = crate::support::base_with(
        "[odoo]\nworking_dir = '/var/lib/odoo'\n[redis]\nworking_dir = '/data/x $HOME'\n[modes.m.odoo]\nworking_dir = '/tmp'\n",
    );
    let dir = built(&input);
    let generated = dir.path().join("generated");
    fill(&generated, "m");
    let Some(mut command) = compose_in(&generated) else { return };
    let text = quiet(command.args(["config", "--format", "json"]));
    let project: serde_json::Value = serde_json::from_str(&text).unwrap();
    let of = |service: &str| project["services"][service]["working_dir"].as_str().map(|text| text.replace("$$", "$"));
    assert_eq!(of("odoo").as_deref(), Some("/tmp"));
    assert_eq!(of("redis-master").as_deref(), Some("/data/x $HOME"));
    assert_eq!(of("db"), None);
}

/// Labels stand beside the one by which Compose sees what has changed, in each container of a section; a mode adds its own.
#[test]
fn labels_arrive_as_they_are_written() {
    let input = crate::support::base_with(
        "[odoo.labels]\n\"traefik.enable\" = 'true'\n\"traefik.http.routers.odoo.rule\" = 'Host(`a.example`) && $X'\n\
         [redis]\nlabels = { tier = 'data' }\n[modes.m.odoo.labels]\n\"traefik.enable\" = 'false'\n",
    );
    let dir = built(&input);
    let generated = dir.path().join("generated");
    fill(&generated, "m");
    let Some(mut command) = compose_in(&generated) else { return };
    let text = quiet(command.args(["config", "--format", "json"]));
    let project: serde_json::Value = serde_json::from_str(&text).unwrap();
    let of = |service: &str, label: &str| project["services"][service]["labels"][label].as_str().map(str::to_owned);
    assert_eq!(of("odoo", "traefik.enable").as_deref(), Some("false"));
    assert_eq!(of("odoo", "traefik.http.routers.odoo.rule").as_deref(), Some("Host(`a.example`) && $$X"));
    assert_eq!(of("redis-sentinel-1", "tier").as_deref(), Some("data"));
    assert!(["odoo", "redis-master", "db"].iter().all(|service| of(service, "stackgen.digest").is_some()));
    assert_eq!(of("db", "tier"), None);
}
