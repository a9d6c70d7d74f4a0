//! A database outside of the stack, as Compose and Odoo see it.

use crate::merge::compare;
use crate::odoo;
use crate::support::{built, external_with, stackgen, succeeds};

/// A client, and modes that name other servers.
const MORE: &str = r#"
    [services.api]
    image = "example.com/api:1"
    command = ["serve"]
    environment = { URL = { postgres = { part = "url" } }, HOST = { postgres = { part = "host" } } }
    [modes.near.postgres]
    external = { host = "10.0.0.5", port = 6432 }
    [modes.six.postgres]
    external = { host = "2001:db8::10" }
"#;

#[test]
fn compose_has_no_server_of_its_own() {
    let Some(projects) = compare(&external_with(MORE)) else { return };
    for project in &projects {
        let services = project["services"].as_object().unwrap();
        assert!(!services.contains_key("db"), "{project}");
        assert!(!project["volumes"].as_object().unwrap().contains_key("postgres_data"), "{project}");
        assert!(services["api"].get("depends_on").is_none(), "{project}");
        let secrets = services["odoo"]["secrets"].as_array().unwrap();
        assert!(secrets.iter().any(|secret| secret["source"] == "odoo_db_password"), "{project}");
    }
    let host = |mode: usize| projects[mode].pointer("/services/api/environment/HOST").cloned();
    let hosts: Vec<_> = (0..projects.len()).filter_map(host).collect();
    assert_eq!(hosts, ["db.example.com", "10.0.0.5", "2001:db8::10"]);
}

#[test]
fn odoo_and_its_neighbours_reach_the_server() {
    let dir = built(&external_with(MORE));
    let read = |below: &str| std::fs::read_to_string(dir.path().join("generated").join(below)).unwrap();
    for (mode, authority) in [("", "db.example.com:5432"), (".near", "10.0.0.5:6432"), (".six", "[2001:db8::10]:5432")]
    {
        let url = format!("'@{authority}/shop'");
        assert!(read(&format!("services/api/start{mode}.sh")).contains(&url), "{mode}: {url}");
    }
    assert!(read("odoo/start.sh").contains("option db_password odoo_db_password"));
    assert!(read(".env.near.template").contains("ODOO_DB_PASSWORD="));
    for (mode, host, port) in
        [("", "db.example.com", 5432), (".near", "10.0.0.5", 6432), (".six", "2001:db8::10", 5432)]
    {
        let conf = dir.path().join(format!("generated/odoo/odoo{mode}.conf"));
        let Some(options) = odoo::read(&conf) else { return };
        assert_eq!(options["odoo"]["db_host"], host);
        assert_eq!(options["odoo"]["db_port"], port);
    }
}

#[test]
fn the_address_is_explained_by_its_key() {
    let dir = built(&external_with(MORE));
    for (file, start, key) in
        [("odoo.conf", "db_host", "host = \"db.example.com\""), ("odoo.near.conf", "db_port", "port = 6432")]
    {
        let path = format!("generated/odoo/{file}");
        let text = std::fs::read_to_string(dir.path().join(&path)).unwrap();
        let line = 1 + text.lines().position(|line| line.starts_with(start)).unwrap();
        let output = succeeds(stackgen(dir.path()).args(["explain", &format!("{path}:{line}")]));
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains(key) && shown.contains("set here"), "{shown}");
    }
}
