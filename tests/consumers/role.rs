//! The role that is not the superuser: the emitted script on PostgreSQL 15, run as the official image
//! runs it (docker-entrypoint.sh: on a server that listens on its socket alone).

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::cluster::{Cluster, PASSWORD};
use crate::merge::compare;
use crate::scripts::{password, shells};
use crate::support::{base_with, both, succeeds};

/// A stack whose names are words of SQL, and whose server logs every statement.
pub fn with_superuser() -> String {
    base_with(
        r#"
        [secrets]
        postgres_password = { env = "POSTGRES_PASSWORD" }
        [postgres]
        database = "table"
        user = "user"
        superuser = { name = "root", password = { secret = "postgres_password" } }
        locale = { provider = "icu", name = "es-CL" }
        settings = { log_statement = "all", log_min_duration_statement = 0 }
        "#,
    )
}

/// The emitted script with the secrets of the cluster's folder.
struct Init {
    cluster: Cluster,
}

impl Init {
    fn new() -> Option<Self> {
        Self::of(&with_superuser())
    }

    fn of(input: &str) -> Option<Self> {
        let cluster = Cluster::init(input)?;
        let text = std::fs::read_to_string(cluster.project.path().join("generated/postgres/init.sh")).unwrap();
        let text = text.replace("/run/secrets", cluster.dir.path().to_str().unwrap());
        std::fs::write(cluster.dir.path().join("init.sh"), text).unwrap();
        Some(Self { cluster })
    }

    /// The image's own shell reads the file, which is not executable, and goes on.
    fn by_the_image(&self) -> Command {
        let mut command = self.cluster.run("bash");
        command.args(["-c", "set -Eeo pipefail; . ./init.sh; echo \"went on${text+ with}${LC_ALL+ its} variables\""]);
        command
    }

    /// Where files are executable by nature, a shell runs it.
    fn by_shell(&self, (shell, arguments): &(PathBuf, &[&str])) -> Command {
        let mut command = self.cluster.run(shell.to_str().unwrap());
        command.args(*arguments).arg("init.sh");
        command
    }

    fn all(&self) -> Vec<Command> {
        std::iter::once(self.by_the_image()).chain(shells().iter().map(|shell| self.by_shell(shell))).collect()
    }

    fn run(&self, mut command: Command) -> Output {
        let user = crate::word(&self.cluster.model["environment"]["POSTGRES_USER"]);
        let socket =
            [("PGHOST", self.cluster.dir.path().to_str().unwrap()), ("PGPORT", &self.cluster.port.to_string())];
        command.envs(socket).env("POSTGRES_USER", user).output().unwrap()
    }

    /// A statement of the role over the network.
    fn as_role(&self, database: &str, password: &str, statement: &str) -> Output {
        let port = self.cluster.port.to_string();
        let mut command = self.cluster.run("psql");
        command.args(["-h", "127.0.0.1", "-p", &port, "-U", "user", "-d", database, "-w", "-qAtXc", statement]);
        command.env("PGPASSWORD", password).output().unwrap()
    }
}

fn says(output: &Output) -> String {
    assert!(output.status.success(), "{}", both(output));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

fn refused(output: &Output, why: &str) {
    assert!(!output.status.success() && both(output).contains(why), "{why}: {}", both(output));
}

/// What the role can and cannot do, over the network with its password.
fn is_right(init: &Init) {
    let cluster = &init.cluster;
    let _server = cluster.start();
    let role = "select rolcanlogin, rolcreatedb, rolsuper, rolcreaterole, rolreplication, rolbypassrls \
                from pg_roles where rolname = 'user'";
    assert_eq!(cluster.ask("postgres", role), "t|t|f|f|f|f");
    let database = "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocprovider, daticulocale \
                    from pg_database where datname = 'table'";
    assert_eq!(cluster.ask("postgres", database), "user|UTF8|i|es-CL");

    let ask = |database: &str, statement: &str| init.as_role(database, &password(), statement);
    assert_eq!(says(&ask("table", "select current_user")), "user");
    says(&ask("table", "create table a (b int); create extension pg_trgm"));
    says(&ask("postgres", "create database further"));
    assert_eq!(says(&ask("further", "select 1")), "1");
    refused(&ask("postgres", "create role another"), "permission denied");
    refused(&ask("postgres", "select * from pg_authid"), "permission denied");
    for wrong in [PASSWORD, password().trim(), ""] {
        refused(&init.as_role("table", wrong, "select 1"), "password");
    }

    let health = |value: &str| cluster.health(&cluster.secret("value", value)).status.success();
    assert!(health(&password()));
    assert!(!health(PASSWORD), "the superuser's password is not the role's");
    for drop in ["database further", "database \"table\"", "role \"user\""] {
        cluster.ask("postgres", &format!("drop {drop}"));
    }
}

#[test]
fn the_role_is_no_superuser_and_owns_its_database() {
    let Some(init) = Init::new() else { return };
    init.cluster.secret("odoo_db_password", &password());
    for command in init.all() {
        let name = format!("{command:?}");
        let server = init.cluster.start_on_socket();
        let output = init.run(command);
        assert!(output.status.success() && output.stderr.is_empty(), "{name}: {}", both(&output));
        let goes_on = if name.contains("went on") { "went on variables\n" } else { "" };
        assert_eq!(String::from_utf8_lossy(&output.stdout), goes_on, "{name}");

        assert_eq!(init.cluster.ask("postgres", "select 'a canary'"), "a canary");
        let log = init.cluster.log();
        assert!(log.contains("a canary") && !log.contains("CREATE ROLE"), "{name}: {log}");
        drop(server);
        is_right(&init);
    }
}

/// Names that SQL has in quotes alone: the role owns the database, and the health check reaches it.
#[test]
fn a_database_has_the_name_that_people_give_it() {
    for name in ["UAT", "my-company", "shop.example.com"] {
        let input = with_superuser().replace("\"table\"", &format!("{name:?}"));
        let Some(init) = Init::of(&input) else { return };
        init.cluster.secret("odoo_db_password", &password());
        let server = init.cluster.start_on_socket();
        says(&init.run(init.by_the_image()));
        drop(server);
        let _server = init.cluster.start();
        let asked = "select current_database() || ' of ' || (select pg_get_userbyid(datdba) from pg_database where datname = current_database())";
        assert_eq!(says(&init.as_role(name, &password(), asked)), format!("{name} of user"));
        let health = init.cluster.health(&init.cluster.secret("right", &password()));
        assert!(health.status.success(), "{name}: {}", both(&health));
    }
}

/// With a stand-in for psql that shows what others could see of it.
#[test]
fn the_password_is_on_no_command_line_and_in_no_environment() {
    let Some(init) = Init::new() else { return };
    init.cluster.secret("odoo_db_password", "canary-of-the-role");
    let stand_in = init.cluster.secret("psql", "#!/bin/sh\nprintf '<%s>' psql \"$@\"\nenv\n");
    succeeds(Command::new("chmod").arg("0755").arg(&stand_in));
    for mut command in init.all() {
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{path}", init.cluster.dir.path().display()));
        let seen = says(&init.run(command));
        assert!(seen.contains("<psql><--no-psqlrc>") && seen.contains("POSTGRES_USER=root"), "{seen}");
        assert!(!seen.contains("canary"), "{seen}");
    }
}

/// A newline at the end is how editors leave a file: it is no part of the password.
#[test]
fn a_newline_at_the_end_is_no_part_of_the_password() {
    let Some(init) = Init::new() else { return };
    init.cluster.secret("odoo_db_password", &format!("{}\n\n", password()));
    let server = init.cluster.start_on_socket();
    assert_eq!(says(&init.run(init.by_the_image())), "went on variables");
    drop(server);
    is_right(&init);
}

#[test]
fn what_cannot_be_a_password_is_refused_by_its_name() {
    let Some(init) = Init::new() else { return };
    for value in [None, Some(""), Some("\n"), Some("hidden\nvalue"), Some("hiddenñvalue")] {
        let secret = init.cluster.secret("odoo_db_password", value.unwrap_or_default());
        if value.is_none() {
            std::fs::remove_file(secret).unwrap();
        }
        for command in init.all() {
            let output = init.run(command);
            let said = both(&output);
            assert!(!output.status.success() && output.stdout.is_empty(), "{value:?}: {said}");
            for part in ["the secret odoo_db_password ", "ODOO_DB_PASSWORD in .env", "remove its volume"] {
                assert!(said.contains(part), "{value:?}: {said}");
            }
            assert!(!said.contains("hidden") && !said.contains("psql"), "{value:?}: {said}");
        }
    }
}

/// Where the role cannot be made, the first start ends there.
#[test]
fn a_failure_of_the_server_ends_the_first_start() {
    let Some(init) = Init::new() else { return };
    init.cluster.secret("odoo_db_password", &password());
    let _server = init.cluster.start_on_socket();
    init.cluster.ask("postgres", "create role \"user\"");
    for command in init.all() {
        let output = init.run(command);
        refused(&output, "remove its volume");
        assert!(output.stdout.is_empty() && both(&output).contains("already exists"), "{}", both(&output));
        assert!(!both(&output).contains("PASSWORD"), "{}", both(&output));
    }
}

#[test]
fn compose_gives_the_image_both_passwords_and_the_script() {
    let with_a_mode = with_superuser() + "\n[modes.other.postgres]\ndatabase = 'another'\n";
    let Some(projects) = compare(&with_a_mode) else { return };
    for (project, script) in projects.iter().zip(["./postgres/init.sh", "./postgres/init.other.sh"]) {
        let server = &project["services"]["db"];
        let environment = &server["environment"];
        assert_eq!(environment["POSTGRES_USER"], "root");
        assert_eq!(environment["POSTGRES_DB"], "postgres");
        assert_eq!(environment["POSTGRES_PASSWORD_FILE"], "/run/secrets/postgres_password");
        let mounts = server["volumes"].as_array().unwrap();
        let mount = mounts.iter().find(|mount| mount["target"] == "/docker-entrypoint-initdb.d/init.sh").unwrap();
        assert_eq!(mount["source"], script);
        assert_eq!(mount["read_only"], true);
        assert_eq!(server["secrets"].as_array().unwrap().len(), 2);
    }
}

/// Without a superuser of its own, the image makes role and database: there is no script.
#[test]
fn without_the_key_there_is_no_script() {
    let dir = crate::support::built(&base_with("# without postgres.superuser\n# without secrets.postgres_password"));
    assert!(!dir.path().join("generated/postgres").exists());
    let image = crate::service(&dir.path().join("generated"), "db");
    assert_eq!(image["environment"]["POSTGRES_USER"], "shop");
}
