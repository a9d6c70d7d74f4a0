//! Compose's own merge of base and override against the mode's whole project in a file of its own.

use std::path::Path;

use serde_json::Value;
use stackgen::units::ModeName;

use crate::support::{base_with, built, real_input};
use crate::{MODES, compose_in, emitted, quiet};

/// Two readings: what Compose would start, and what stands in the files after the merge alone.
const READINGS: [&[&str]; 2] = [&[], &["--no-interpolate", "--no-path-resolution", "--no-normalize"]];

fn read(dir: &Path, files: &[&str], flags: &[&str]) -> Option<Value> {
    let mut command = compose_in(dir)?;
    command.args(files.iter().flat_map(|file| ["-f", file])).args(["--profile", "*", "config", "--format", "json"]);
    let mut project = serde_json::from_str(&quiet(command.args(flags))).unwrap();
    with_mappings(&mut project);
    Some(project)
}

/// Before it normalises, Compose has a merged environment, and merged labels, as a list, and those that are not merged as a
/// mapping.
fn with_mappings(project: &mut Value) {
    for service in project["services"].as_object_mut().unwrap().values_mut() {
        for key in ["environment", "labels"] {
            let Some(Value::Array(list)) = service.get(key) else { continue };
            let pairs = list.iter().map(|line| line.as_str().unwrap().split_once('=').unwrap());
            let mapping = pairs.map(|(name, value)| (name.to_owned(), value.into())).collect();
            service[key] = Value::Object(mapping);
        }
    }
}

/// Every place where two values differ.
fn differences(one: &Value, other: &Value, at: &str) -> Vec<String> {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let keys: std::collections::BTreeSet<_> = left.keys().chain(right.keys()).collect();
            let absent = Value::from("(absent)");
            let side = |map: &'_ serde_json::Map<String, Value>, key: &String| map.get(key).unwrap_or(&absent).clone();
            keys.iter()
                .flat_map(|key| differences(&side(left, key), &side(right, key), &format!("{at}/{key}")))
                .collect()
        }
        _ if one == other => Vec::new(),
        _ => vec![format!("{at}: merged {one}, the mode's own {other}")],
    }
}

/// Compares every mode of an input; the whole projects, the base first.
pub fn compare(input: &str) -> Option<Vec<Value>> {
    let dir = built(input);
    let generated = dir.path().join("generated");
    let (mut projects, mut wrong) = (Vec::new(), Vec::new());
    for (mode, node) in emitted(input).expected {
        let mode = mode.as_ref().map_or("", ModeName::as_str);
        std::fs::write(generated.join("own.json"), node.to_json().to_string()).unwrap();
        let over = format!("docker-compose.{mode}.yml");
        let mut files = vec!["docker-compose.yml"];
        files.extend(generated.join(&over).exists().then_some(over.as_str()));
        for flags in READINGS {
            let merged = read(&generated, &files, flags)?;
            let own = read(&generated, &["own.json"], flags)?;
            wrong.extend(differences(&merged, &own, &format!("{mode} {flags:?} ")));
        }
        projects.push(read(&generated, &files, READINGS[1])?);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Some(projects)
}

#[test]
fn base_and_override_equal_the_modes_own_stack() {
    let Some(projects) = compare(&real_input()) else { return };
    assert_eq!(projects.len(), 1 + MODES.len());
    let same = |at: &str, one: usize, other: usize| projects[one].pointer(at) == projects[other].pointer(at);
    assert!(!same("/services/odoo/volumes", 0, 1), "development has an odoo.conf of its own");
    assert!(!same("/services/ai_service/volumes", 0, 1), "development mounts the working copy");
    for mode in [2, 3] {
        assert!(!same("/services/odoo/environment", 0, mode), "with Sentinel Odoo follows the master");
    }
}

/// A mode that takes away and replaces: lists, mappings and single keys.
const TAKES_AWAY: &str = r#"
    [networks.back]
    internal = true
    [services.web]
    image = "example.com/web:1"
    command = ["serve", "--all", "$HOME"]
    user = "1000:1000"
    networks = ["shop", "back"]
    ports = [{ container = 80 }, { container = 81, host = 8081 }]
    volumes = [
      { source = { volume = "web_data" }, target = "/data" },
      { source = { bind = "./web" }, target = "/app", read_only = true },
    ]
    environment = { A = "a", B = "b$c" }
    depends_on = { db = "healthy" }
    healthcheck = { command = ["true"], times = { interval = "10s" } }
    resources = { cpus = 1, memory = "1 GiB" }
    security = { cap_drop = ["NET_RAW", "MKNOD"], cap_add = ["NET_ADMIN"], tmpfs = ["/tmp", "/run"] }
    [modes.fewer]
    [modes.fewer.services.web]
    command = ["serve"]
    networks = ["shop"]
    ports = [{ container = 81, host = 9081 }]
    volumes = [{ source = { volume = "other_data" }, target = "/data" }]
    environment = { B = "d", C = "${e}" }
    healthcheck = { command = ["test", "-e", "/ready"] }
    restart = "no"
    stop_grace_period = "1m"
    security = { cap_drop = ["ALL"], cap_add = [], tmpfs = ["/tmp"], no_new_privileges = false, read_only = true }
    [modes.fewer.redis]
    init = false
    [modes.none]
    [modes.none.services.web]
    networks = ["shop"]
    ports = []
    volumes = []
    profiles = ["later"]
    [modes.more]
    [modes.more.networks.back]
    internal = false
    subnet = "172.31.0.0/24"
    [modes.more.networks.shop]
    subnet = "172.29.0.0/24"
    [modes.more.postgres]
    settings = { work_mem = "5 MiB" }
    ports = [{ container = 5432 }]
    [modes.more.odoo]
    ports = { publish = false }
    environment = { LANG = "es_CL.UTF-8" }
    [modes.more.services.web]
    depends_on = { odoo = "healthy" }
    [modes.more.services.further]
    image = "example.com/further:1"
    [modes.without]
    unset = ["services.web.user", "services.web.depends_on.db", "services.worker", "redis.sentinel", "redis.replicas", "redis.router"]
    [modes.without.services.web]
    build = "./web"
    healthcheck = { shell = "test -e /ready" }
    [modes.without.postgres]
    external = { host = "db.example.com" }
"#;

/// The same with everything that needs `!override` and `!reset`.
#[test]
fn overrides_that_take_away_equal_the_modes_own_stack() {
    let input = base_with(TAKES_AWAY);
    let dir = built(&input);
    let text = |mode: &str| {
        let path = dir.path().join(format!("generated/docker-compose.{mode}.yml"));
        std::fs::read_to_string(path).unwrap()
    };
    assert!(text("fewer").contains("!override"), "{}", text("fewer"));
    assert!(text("none").contains("!reset"), "{}", text("none"));
    let Some(projects) = compare(&input) else { return };
    let web = |mode: usize, key: &str| projects[mode].pointer(&format!("/services/web/{key}")).cloned();
    assert_eq!(web(1, "command"), Some(serde_json::json!(["serve"])));
    assert_eq!(web(1, "ports").map(|ports| ports.as_array().unwrap().len()), Some(1));
    assert_eq!(web(1, "networks").map(|all| all.as_object().unwrap().len()), Some(1));
    assert_eq!(web(2, "ports"), None);
    assert_eq!(web(2, "volumes"), None);
    assert!(projects[3].pointer("/services/further").is_some());
    let services: Vec<&str> = projects[4]["services"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(services, ["api", "odoo", "redis-master", "web"]);
    assert_eq!((web(4, "user"), web(4, "image")), (None, None));
    assert_eq!(web(4, "build/context"), Some("./web".into()));
}
