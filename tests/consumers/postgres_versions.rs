//! What is emitted for each version of PostgreSQL, by the server of that version: initdb's arguments, settings, the role's
//! script and the health check.

use stackgen::components::postgres::table::POSTGRES_VERSIONS;

use crate::cluster::{Cluster, PASSWORD};
use crate::postgres::SETTINGS;
use crate::scripts::password;
use crate::support::{base_with, both, succeeds};

/// A deployment of a version, with a setting of every kind.
fn input(version: u32) -> String {
    let settings: String = SETTINGS.iter().map(|(name, value, _)| format!("\"{name}\" = {value}\n")).collect();
    let locale = if version >= 15 { ("icu", "es-CL") } else { ("libc", "C.UTF-8") };
    base_with(&format!(
        "[secrets]\npostgres_password = {{ env = 'POSTGRES_PASSWORD' }}\n\
         [postgres]\nimage = 'postgres:{version}-alpine'\nuser = 'user'\ndatabase = 'table'\n\
         superuser = {{ name = 'root', password = {{ secret = 'postgres_password' }} }}\n\
         locale = {{ provider = '{}', name = '{}' }}\n[postgres.settings]\n{settings}",
        locale.0, locale.1,
    ))
}

/// The database with the role that the emitted script makes, as the image's entrypoint runs it.
fn first_start(cluster: &Cluster) {
    let text = std::fs::read_to_string(cluster.project.path().join("generated/postgres/init.sh")).unwrap();
    let folder = cluster.dir.path().to_str().unwrap();
    std::fs::write(cluster.dir.path().join("init.sh"), text.replace("/run/secrets", folder)).unwrap();
    let secret = cluster.secret("odoo_db_password", &password());
    let _server = cluster.start_on_socket();
    let mut command = cluster.run("bash");
    command.args(["-c", "set -Eeo pipefail; . ./init.sh"]).env("POSTGRES_USER", "root");
    command.env("PGHOST", folder).env("PGPORT", cluster.port.to_string());
    let output = succeeds(&mut command);
    assert_eq!(both(&output), "");
    assert!(secret.exists());
}

/// Words as the locale sorts them: ICU in Spanish, bytewise where initdb does not know ICU yet.
fn is_sorted(cluster: &Cluster, version: u32) {
    let words = "(values ('zorro'), ('ñandu'), ('nube'), ('oso'), ('abeja'), ('Ábaco')) as t(w)";
    let sorted = cluster.ask("table", &format!("select string_agg(w, ',' order by w) from {words}"));
    let expected =
        if version >= 15 { "Ábaco,abeja,nube,ñandu,oso,zorro" } else { "abeja,nube,oso,zorro,Ábaco,ñandu" };
    assert_eq!(sorted, expected, "{version}");
    assert_eq!(cluster.ask("table", "show server_encoding"), "UTF8", "{version}");
}

#[test]
fn each_version_starts_with_what_is_emitted_for_it() {
    for version in POSTGRES_VERSIONS {
        let Some(cluster) = Cluster::of_version(version, &input(version)) else { return };
        assert!(cluster.settings.len() >= 2 * SETTINGS.len());
        first_start(&cluster);
        let server = cluster.start();
        assert!(cluster.ask("table", "show server_version").starts_with(&version.to_string()));
        for (name, _, expected) in SETTINGS {
            let stored = format!("select setting from pg_settings where name = '{name}'");
            let found = if name.contains('.') {
                cluster.ask("table", &format!("show {name}"))
            } else {
                cluster.ask("table", &stored)
            };
            assert_eq!(found, *expected, "{version}: {name}");
        }
        is_sorted(&cluster, version);

        let role = "select rolcanlogin, rolcreatedb, rolsuper, rolcreaterole from pg_roles where rolname = 'user'";
        assert_eq!(cluster.ask("table", role), "t|t|f|f", "{version}");
        // Its own database is its to use: from 15 on others may create nothing in the schema `public`.
        let as_role = |value: &str, statement: &str| {
            let mut command = cluster.run("psql");
            command.args(["-h", "127.0.0.1", "-p", &cluster.port.to_string(), "-U", "user", "-d", "table", "-w"]);
            command.args(["-qAtXc", statement]).env("PGPASSWORD", value).output().unwrap()
        };
        let made = as_role(&password(), "create table a (b int)");
        assert!(made.status.success(), "{version}: {}", both(&made));
        assert!(!as_role(&password(), "create role another").status.success(), "{version}");
        assert!(!as_role(PASSWORD, "select 1").status.success(), "{version}");

        let health = |value: &str| cluster.health(&cluster.secret("value", value)).status.success();
        assert!(health(&password()) && !health(PASSWORD), "{version}");
        drop(server);
        assert!(!health(&password()), "{version}: nothing listens any more");
    }
}
