//! PostgreSQL 15 with the emitted arguments, as the official image gives them to it.

use std::path::Path;

use crate::cluster::{Cluster, PASSWORD};
use crate::support::{base_with, both, real_input, succeeds};
use crate::word;

#[test]
fn postgres_starts_with_the_emitted_settings() {
    let Some(cluster) = Cluster::init(&real_input()) else { return };
    let server = cluster.start();
    assert_eq!(cluster.ask("postgres", "show shared_buffers"), "512MB");
    assert_eq!(cluster.ask("postgres", "show max_connections"), "200");

    // The image makes the database in this way.
    let database = word(&cluster.model["environment"]["POSTGRES_DB"]);
    cluster.ask("postgres", &format!("create database \"{database}\""));
    let about =
        "select pg_encoding_to_char(encoding), datlocprovider, daticulocale from pg_database where datname = 'odoo'";
    assert_eq!(cluster.ask("postgres", about), "UTF8|i|es-CL");
    let words = "(values ('zorro'), ('ñandu'), ('nube'), ('oso'), ('abeja'), ('Ábaco')) as t(w)";
    let sorted = cluster.ask(&database, &format!("select string_agg(w, ',' order by w) from {words}"));
    assert_eq!(sorted, "Ábaco,abeja,nube,ñandu,oso,zorro");

    let right = cluster.health(&cluster.secret("right", PASSWORD));
    assert!(right.status.success(), "{}", both(&right));
    let newline = cluster.health(&cluster.secret("newline", &format!("{PASSWORD}\n")));
    assert!(newline.status.success(), "{}", both(&newline));
    assert!(!cluster.health(&cluster.secret("wrong", "another")).status.success());
    assert!(!cluster.health(Path::new("missing")).status.success());
    drop(server);
    assert!(!cluster.health(&cluster.dir.path().join("right")).status.success(), "nothing listens any more");
}

/// Where the images of a version keep the data (docker-library/postgres, pull request 1259).
#[test]
fn the_volume_is_where_the_version_keeps_its_data() {
    for (image, version, folder) in [
        ("postgres:13-alpine", "", "/var/lib/postgresql/data"),
        ("postgres:17", "", "/var/lib/postgresql/data"),
        ("postgres:18-alpine", "", "/var/lib/postgresql"),
        ("pgvector/pgvector:0.8.1-pg18", "", "/var/lib/postgresql"),
        ("registry.example.com/db:4", "version = '18.1'", "/var/lib/postgresql"),
        ("registry.example.com/db:4", "version = '16'", "/var/lib/postgresql/data"),
    ] {
        let dir = crate::support::built(&base_with(&format!("[postgres]\nimage = '{image}'\n{version}\n")));
        let service = crate::service(&dir.path().join("generated"), "db");
        let mounts = service["volumes"].as_array().unwrap();
        let of_data = mounts.iter().find(|mount| mount["source"] == "postgres_data").unwrap();
        assert_eq!(of_data["target"], folder, "{image} {version}");
    }
}

/// A database whose locale is not written sorts bytewise, on Alpine too.
#[test]
fn postgres_initialises_without_a_locale() {
    let Some(cluster) =
        Cluster::init(&base_with("[postgres.settings]\nmax_connections = 50\n[odoo.options]\ndb_maxconn = 32"))
    else {
        return;
    };
    let _server = cluster.start();
    assert_eq!(cluster.ask("postgres", "select 'Z' < 'a'"), "t");
    assert_eq!(cluster.ask("postgres", "show server_encoding"), "UTF8");
    assert_eq!(cluster.ask("postgres", "show max_connections"), "50");
}

/// Each kind of setting: what is written, and what PostgreSQL makes of it (in its own units).
pub const SETTINGS: &[(&str, &str, &str)] = &[
    ("autovacuum", "false", "off"),
    ("fsync", "true", "on"),
    ("work_mem", "\"1.5 MiB\"", "1536"),
    ("maintenance_work_mem", "65536", "65536"),
    ("wal_buffers", "\"64 KiB\"", "8"),
    ("temp_buffers", "\"16 MiB\"", "2048"),
    ("max_wal_size", "\"2 GiB\"", "2048"),
    ("effective_cache_size", "\"3 GiB\"", "393216"),
    ("statement_timeout", "\"1m\"", "60000"),
    ("lock_timeout", "\"1500ms\"", "1500"),
    ("idle_in_transaction_session_timeout", "\"2h\"", "7200000"),
    ("checkpoint_timeout", "\"15m\"", "900"),
    ("log_rotation_age", "\"7d\"", "10080"),
    ("vacuum_cost_delay", "\"2ms\"", "2"),
    ("log_min_duration_statement", "-1", "-1"),
    ("checkpoint_completion_target", "0.9", "0.9"),
    ("random_page_cost", "1.1", "1.1"),
    ("seq_page_cost", "0.00001", "1e-05"),
    ("wal_level", "\"logical\"", "logical"),
    ("log_statement", "\"ddl\"", "ddl"),
    ("log_line_prefix", r#"'%m [%p] $x "quoted" \'"#, r#"%m [%p] $x "quoted" \"#),
    ("pg_stat_statements.track", "\"all\"", "all"),
];

#[test]
fn postgres_takes_every_kind_of_setting() {
    let line = |(name, value, _): &(&str, &str, &str)| format!("\"{name}\" = {value}\n");
    let text = SETTINGS.iter().map(line).collect::<String>();
    let Some(cluster) = Cluster::init(&base_with(&format!("[postgres.settings]\n{text}"))) else { return };
    for (name, _, expected) in SETTINGS {
        let mut command = cluster.run("postgres");
        command.args(&cluster.settings).arg("-D").arg(cluster.data()).args(["-C", name]);
        let output = succeeds(&mut command);
        let read = String::from_utf8(output.stdout).unwrap();
        assert_eq!(read.trim_end(), *expected, "{name}");
    }
}
