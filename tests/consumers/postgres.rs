//! PostgreSQL 15 with the emitted arguments, as the official image gives them to it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::{base_with, both, built, real_input, succeeds, tool};
use crate::{clean, service, word};

const PASSWORD: &str = "it's $HOME \"right\" \\ #";

fn is_root() -> bool {
    succeeds(Command::new("id").arg("-u")).stdout == b"0\n"
}

/// A data folder, and the emitted settings that are to work in it.
struct Cluster {
    dir: tempfile::TempDir,
    bin: PathBuf,
    port: u16,
    settings: Vec<String>,
    model: serde_json::Value,
}

impl Cluster {
    /// Initialises a cluster with the arguments that are emitted for an input.
    fn init(input: &str) -> Option<Self> {
        let bin = tool("initdb")?.parent()?.to_owned();
        let project = built(input);
        let model = service(&project.path().join("generated"), "db");
        let words: Vec<String> = model["command"].as_array().unwrap().iter().map(word).collect();
        let (program, settings) = words.split_first().unwrap();
        assert_eq!(program, "postgres");
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("password"), PASSWORD).unwrap();
        if is_root() {
            succeeds(Command::new("chown").args(["-R", "postgres:"]).arg(dir.path()));
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { dir, bin, port, settings: settings.to_vec(), model };
        cluster.initdb();
        Some(cluster)
    }

    /// The image evaluates `POSTGRES_INITDB_ARGS` in the same way.
    fn initdb(&self) {
        let ours = r#"--username="$POSTGRES_USER" --pwfile=password --auth-host=scram-sha-256 --no-sync -D data"#;
        let line = format!(r#"eval 'initdb {ours} '"$POSTGRES_INITDB_ARGS""#);
        let mut command = self.run("sh");
        command.args(["-c", &line]);
        for name in ["POSTGRES_USER", "POSTGRES_INITDB_ARGS"] {
            command.env(name, word(&self.model["environment"][name]));
        }
        succeeds(&mut command);
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A program in the cluster's folder, as a user that PostgreSQL accepts.
    fn run(&self, program: &str) -> Command {
        let mut command = if is_root() {
            let mut command = clean("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", program]);
            command
        } else {
            clean(program)
        };
        let path = std::env::var("PATH").unwrap();
        command.current_dir(self.dir.path()).env("PATH", format!("{}:{path}", self.bin.display()));
        command
    }

    fn start(&self) -> Server<'_> {
        let log = std::fs::File::create(self.dir.path().join("log")).unwrap();
        let mut command = self.run("postgres");
        command.args(&self.settings).arg("-D").arg(self.data()).arg("-k").arg(self.dir.path());
        command.args(["-c", "listen_addresses=127.0.0.1", "-p", &self.port.to_string()]);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let server = Server { cluster: self, process };
        server.wait();
        server
    }

    /// A statement's answer over the socket, which needs no password.
    fn ask(&self, database: &str, statement: &str) -> String {
        let mut command = self.run("psql");
        let port = self.port.to_string();
        command.arg("-h").arg(self.dir.path()).args([
            "-p",
            &port,
            "-U",
            &self.user(),
            "-d",
            database,
            "-qAtXc",
            statement,
        ]);
        String::from_utf8(succeeds(&mut command).stdout).unwrap().trim_end().to_owned()
    }

    fn user(&self) -> String {
        word(&self.model["environment"]["POSTGRES_USER"])
    }

    /// The emitted health check with this file as the secret.
    fn health(&self, secret: &Path) -> Output {
        let test = &self.model["healthcheck"]["test"];
        assert_eq!(test[0], "CMD-SHELL");
        let line = word(&test[1]);
        let replaced = line
            .replace("/run/secrets/odoo_db_password", secret.to_str().unwrap())
            .replace("\"$(hostname)\"", "127.0.0.1")
            .replace("-p 5432", &format!("-p {}", self.port));
        assert!(replaced.contains("127.0.0.1 -p") && !replaced.contains("5432"), "{line}");
        self.run("sh").args(["-c", &replaced]).output().unwrap()
    }

    fn secret(&self, name: &str, value: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, value).unwrap();
        path
    }
}

/// A running server; it stops with the value.
struct Server<'c> {
    cluster: &'c Cluster,
    process: std::process::Child,
}

impl Server<'_> {
    fn wait(&self) {
        let end = Instant::now() + Duration::from_secs(30);
        let port = self.cluster.port.to_string();
        let ready = || self.cluster.run("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port]).status().unwrap();
        while !ready().success() {
            let log = || std::fs::read_to_string(self.cluster.dir.path().join("log")).unwrap();
            assert!(Instant::now() < end, "the server does not start: {}", log());
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Server<'_> {
    fn drop(&mut self) {
        let data = self.cluster.data();
        let _ = self.cluster.run("pg_ctl").args(["stop", "-s", "-m", "immediate", "-D"]).arg(data).status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

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

/// A database whose locale is not written sorts bytewise, on Alpine too.
#[test]
fn postgres_initialises_without_a_locale() {
    let Some(cluster) = Cluster::init(&base_with("[postgres.settings]\nmax_connections = 50\n[odoo.options]\ndb_maxconn = 32")) else { return };
    let _server = cluster.start();
    assert_eq!(cluster.ask("postgres", "select 'Z' < 'a'"), "t");
    assert_eq!(cluster.ask("postgres", "show server_encoding"), "UTF8");
    assert_eq!(cluster.ask("postgres", "show max_connections"), "50");
}

/// Each kind of setting: what is written, and what PostgreSQL makes of it (in its own units).
const SETTINGS: &[(&str, &str, &str)] = &[
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
