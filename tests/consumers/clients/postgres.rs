//! Libraries of others read the address of PostgreSQL and log in.

use super::{modules, node, python, secrets, started_by};
use crate::clean;
use crate::cluster::{Cluster, PASSWORD};
use crate::scripts::password;
use crate::support::{base_with, built, external_with, succeeds};

const NAMES: &str = "[postgres]\ndatabase = 'a_b'\nuser = 'u_1'\n";

#[test]
fn every_library_of_postgresql_logs_in() {
    let Some(cluster) = Cluster::init(&base_with(&format!(
        "# without postgres.superuser\n# without secrets.postgres_password\n{NAMES}"
    ))) else {
        return;
    };
    let _server = cluster.start();
    cluster.ask("postgres", "create database a_b");
    let quoted = password().replace('\'', "''");
    assert_ne!(password(), PASSWORD);
    cluster.ask("postgres", &format!("alter role u_1 password '{quoted}'"));
    let service = "[services.api]\nimage = 'example.com/api:1'\ncommand = ['run']\n[services.api.environment]\n\
                   DATABASE_URL = { postgres = { part = 'url' } }\n";
    let external = format!("[postgres.external]\nport = {}\n", cluster.port);
    let dir = built(&external_with(&format!("{NAMES}{external}{service}")));
    let secrets = secrets(&password());
    let mut said = String::new();
    for program in [python("postgres_client.py"), node("postgres_client.mjs")] {
        let Some(program) = program else { return };
        let words = started_by(&dir.path().join("generated"), "api", secrets.path(), &program);
        let script = std::fs::read_to_string(&words[1]).unwrap();
        std::fs::write(&words[1], script.replace("@db.example.com:", "@127.0.0.1:")).unwrap();
        let mut command = clean(&words[0]);
        command.args(&words[1..]).env("NODE_MODULES", modules());
        said += &String::from_utf8(succeeds(&mut command).stdout).unwrap();
    }
    assert_eq!(said, "psycopg u_1 a_b\nasyncpg u_1 a_b\nSQLAlchemy u_1 a_b\npg u_1 a_b\n");
}
