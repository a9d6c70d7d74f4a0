//! A change of the input arrives: `build`, then `docker compose up -d`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::application::says;
use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::redis::Nodes;
use crate::support::isolation::isolated;
use crate::support::real_input;

#[test]
fn a_change_arrives() {
    isolated("changes::a_change_arrives", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        let input = real_input();
        let input = changed(&input, "maxmemory = \"512mb\"", "maxmemory = \"500mb\"");
        let input = changed(&input, "workers = 4", "workers = 3");
        arrives(&deployment, &input, &["odoo", "redis-master", "redis-replica-1", "redis-replica-2"]);
        let nodes = Nodes::of(&deployment);
        for name in deployment.data_nodes() {
            let answer = nodes.ask(&name, &["CONFIG", "GET", "maxmemory"]).unwrap();
            assert!(answer.contains(&(500 * 1024 * 1024).to_string()), "{name}: {answer}");
        }
        assert_eq!(says(&deployment, "/standin/options")["options"]["workers"], json!(3));

        let input = changed(&input, "subnet = \"172.21.0.0/24\"", "subnet = \"172.21.4.0/24\"");
        arrives(&deployment, &input, &["db", "odoo"]);
    });
}

fn changed(input: &str, old: &str, new: &str) -> String {
    assert_eq!(input.matches(old).count(), 1, "{old}");
    input.replace(old, new)
}

/// Builds the input and starts what has changed: the services that `build` names, and no other.
fn arrives(deployment: &Deployment, input: &str, services: &[&str]) {
    let ids = || -> BTreeMap<String, String> {
        let names = deployment.containers().map(|container| container.service.as_str().to_owned());
        names.map(|name| (name.clone(), deployment.id(&name))).collect()
    };
    let before = ids();
    let said = deployment.build(input);
    deployment.up();
    let after = ids();
    let recreated: BTreeSet<&str> =
        before.iter().filter(|(name, id)| after[*name] != **id).map(|(name, _)| name.as_str()).collect();
    assert_eq!(recreated, services.iter().copied().collect(), "{said}");
    assert!(services.iter().all(|name| said.contains(&format!(" {name}"))), "{said}");
}
