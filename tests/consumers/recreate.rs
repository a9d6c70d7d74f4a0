//! Which containers `docker compose up -d` recreates after a change, by the hashes of Compose itself.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::compose::fill;
use crate::role::with_superuser;
use crate::support::{built, real_input, stackgen, succeeds};
use crate::{MODES, compose_in, quiet};

const NODES: &[&str] = &["redis-master", "redis-replica-1", "redis-replica-2"];
const SENTINELS: &[&str] = &["redis-sentinel-1", "redis-sentinel-2", "redis-sentinel-3"];

/// A change of the real deployment, and the services that it concerns: each where it runs, and no other.
const CHANGES: &[(&str, &str, &str, &[&str])] = &[
    ("redis.conf of every node", "maxmemory = \"512mb\"", "maxmemory = \"500mb\"", NODES),
    ("sentinel.conf", "down_after = \"5s\"", "down_after = \"4s\"", SENTINELS),
    ("odoo.conf", "limit_request = 8192", "limit_request = 4096", &["odoo"]),
    ("the start script of Odoo", "\"ODOO_ADMIN_PASSWORD\"", "\"ODOO_MASTER_PASSWORD\"", &["odoo"]),
    ("the start script of a service", "\"CLAUDE_API_KEY\"", "\"CLAUDE_KEY\"", &["ai_service"]),
    ("a setting on the command line", "shared_buffers = \"512 MiB\"", "shared_buffers = \"511 MiB\"", &["db"]),
    ("a network", "subnet = \"172.21.0.0/24\"", "subnet = \"172.21.4.0/24\"", &["db", "odoo"]),
    ("where a secret is", "{ env = \"CLAUDE_API_KEY\"", "{ file = \"../secrets/claude\"", &["ai_service"]),
    ("where an image is built from", "build = \"./ai_service\"", "build = \"./other\"", &[]),
    (
        "an order of start",
        "ports = [{ container = 8000 }]",
        "depends_on = { db = \"healthy\" }\nports = [{ container = 8000 }]",
        &[],
    ),
    ("how often a value is replaced", "rotate = \"90d\"", "rotate = \"60d\"", &[]),
    ("a comment of the input", "down_after = \"5s\"", "down_after = \"5s\" # soon enough", &[]),
];

/// The hash of each service that runs, by mode.
fn hashes(generated: &Path) -> Option<BTreeMap<&'static str, BTreeMap<String, String>>> {
    let of_mode = |mode: &'static str| {
        fill(generated, mode);
        let text = quiet(compose_in(generated)?.args(["config", "--hash", "*"]));
        let hashes = text.lines().map(|line| line.split_once(' ').unwrap());
        Some((mode, hashes.map(|(service, hash)| (service.to_owned(), hash.to_owned())).collect()))
    };
    MODES.into_iter().map(of_mode).collect()
}

/// What `build` says of each mode: `a, b; in production, ha: c`.
fn said(output: &str) -> BTreeMap<&'static str, BTreeSet<String>> {
    let mut found: BTreeMap<_, BTreeSet<String>> = MODES.map(|mode| (mode, BTreeSet::new())).into();
    let list = output.lines().find_map(|line| line.split_once("the next `docker compose up -d` recreates "));
    for group in list.map(|(_, list)| list.split("; ")).into_iter().flatten() {
        let (modes, services) = match group.strip_prefix("in ") {
            Some(rest) => {
                rest.split_once(": ").map(|(modes, services)| (modes.split(", ").collect(), services)).unwrap()
            }
            None => (MODES.to_vec(), group),
        };
        for mode in modes {
            found.get_mut(mode).unwrap().extend(services.split(", ").map(str::to_owned));
        }
    }
    found
}

#[test]
fn a_change_arrives_at_the_services_concerned_and_no_other() {
    let input = real_input();
    let dir = built(&input);
    let generated = dir.path().join("generated");
    let Some(before) = hashes(&generated) else { return };
    for (what, old, new, concerned) in CHANGES {
        assert!(input.contains(old), "{what}: {old}");
        std::fs::write(dir.path().join("inputs/stack.toml"), input.replace(old, new)).unwrap();
        let output = String::from_utf8(succeeds(stackgen(dir.path()).arg("build")).stdout).unwrap();
        let after = hashes(&generated).unwrap();
        let said = said(&output);
        for mode in MODES {
            let (before, after) = (&before[mode], &after[mode]);
            let changed: BTreeSet<String> =
                before.keys().filter(|service| before[*service] != after[*service]).cloned().collect();
            let expected: BTreeSet<String> =
                concerned.iter().filter(|name| before.contains_key(**name)).map(|name| (*name).to_owned()).collect();
            assert_eq!(changed, expected, "{what}, {mode}");
            assert_eq!(said[mode], expected, "{what}, {mode}: {output}");
        }
        std::fs::write(dir.path().join("inputs/stack.toml"), &input).unwrap();
        succeeds(stackgen(dir.path()).arg("build"));
    }
    assert_eq!(hashes(&generated).unwrap(), before, "the same input gives the same hashes");
}

/// The script of the first start names the secret's variable; so does Odoo's.
#[test]
fn the_script_of_the_first_start_is_a_file_of_the_database() {
    let input = with_superuser();
    let dir = built(&input);
    let renamed = input.replace("\"ODOO_DB_PASSWORD\"", "\"DB_PASSWORD\"");
    assert_ne!(renamed, input);
    std::fs::write(dir.path().join("inputs/stack.toml"), renamed).unwrap();
    let output = String::from_utf8(succeeds(stackgen(dir.path()).arg("build")).stdout).unwrap();
    assert!(output.ends_with("recreates db, odoo\n"), "{output}");
}

/// A first build starts everything: there is nothing to recreate.
#[test]
fn a_first_build_recreates_nothing() {
    let dir = crate::support::project(&real_input());
    let output = String::from_utf8(succeeds(stackgen(dir.path()).arg("build")).stdout).unwrap();
    assert!(!output.contains("recreates"), "{output}");
}
