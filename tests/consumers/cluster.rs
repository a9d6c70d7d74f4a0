//! A cluster of PostgreSQL that is made and started with the emitted arguments, as the official
//! image makes and starts it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::{built, installed, root, succeeds, tool};
use crate::{clean, service, word};

pub const PASSWORD: &str = "it's $HOME \"right\" \\ #";

fn is_root() -> bool {
    succeeds(Command::new("id").arg("-u")).stdout == b"0\n"
}

/// A program as a user that PostgreSQL accepts.
pub fn as_postgres(program: impl AsRef<std::ffi::OsStr>) -> Command {
    if !is_root() {
        return clean(program);
    }
    let mut command = clean("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// The server and initdb of a version, from npm: a build of PostgreSQL's own sources.
pub fn programs(version: u32) -> Option<PathBuf> {
    let bin = root().join(format!("target/tools/node_modules/postgres-{version}/native/bin"));
    installed(&format!("PostgreSQL {version}"), bin.join("postgres"))?;
    Some(bin)
}

/// A data folder, and the emitted files that are to work in it.
pub struct Cluster {
    pub dir: tempfile::TempDir,
    pub project: tempfile::TempDir,
    pub port: u16,
    pub settings: Vec<String>,
    pub model: serde_json::Value,
    bin: PathBuf,
}

impl Cluster {
    /// Initialises a cluster of Debian's server with the arguments that are emitted for an input.
    pub fn init(input: &str) -> Option<Self> {
        Some(Self::init_by(tool("initdb")?.parent()?, input))
    }

    /// The same, by the server of a version.
    pub fn of_version(version: u32, input: &str) -> Option<Self> {
        Some(Self::init_by(&programs(version)?, input))
    }

    fn init_by(bin: &Path, input: &str) -> Self {
        let project = built(input);
        let model = service(&project.path().join("generated"), "db");
        // Without a setting the command is the image's own: the server's name.
        let words: Vec<String> = model["command"].as_array().into_iter().flatten().map(word).collect();
        let settings = words.strip_prefix(&["postgres".to_owned()][..]).unwrap_or_default();
        assert!(words.is_empty() || settings.len() + 1 == words.len(), "{words:?}");
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("password"), PASSWORD).unwrap();
        if is_root() {
            succeeds(Command::new("chown").args(["-R", "postgres:"]).arg(dir.path()));
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { dir, project, port, settings: settings.to_vec(), model, bin: bin.to_owned() };
        cluster.initdb();
        cluster
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

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A program in the cluster's folder, as a user that PostgreSQL accepts.
    pub fn run(&self, program: &str) -> Command {
        let mut command = as_postgres(program);
        let path = std::env::var("PATH").unwrap();
        command.current_dir(self.dir.path()).env("PATH", format!("{}:{path}", self.bin.display()));
        command
    }

    /// The server on the loopback interface.
    pub fn start(&self) -> Server<'_> {
        self.start_on("127.0.0.1")
    }

    /// The server that the image runs during its first start: on a socket alone.
    pub fn start_on_socket(&self) -> Server<'_> {
        self.start_on("")
    }

    fn start_on(&self, addresses: &str) -> Server<'_> {
        let log = std::fs::File::create(self.dir.path().join("log")).unwrap();
        let mut command = self.run("postgres");
        command.args(&self.settings).arg("-D").arg(self.data()).arg("-k").arg(self.dir.path());
        command.args(["-c", &format!("listen_addresses={addresses}"), "-p", &self.port.to_string()]);
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let server = Server { cluster: self, process };
        server.wait(if addresses.is_empty() { self.dir.path() } else { Path::new(addresses) });
        server
    }

    /// A statement's answer over the socket, which needs no password.
    pub fn ask(&self, database: &str, statement: &str) -> String {
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
    pub fn health(&self, secret: &Path) -> Output {
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

    /// What the server that was started last has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    pub fn secret(&self, name: &str, value: &str) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::write(&path, value).unwrap();
        path
    }
}

/// A running server; it stops with the value.
pub struct Server<'c> {
    cluster: &'c Cluster,
    process: std::process::Child,
}

impl Server<'_> {
    fn wait(&self, host: &Path) {
        let end = Instant::now() + Duration::from_secs(30);
        let port = self.cluster.port.to_string();
        let ready = || self.cluster.run("pg_isready").args(["-q", "-p", &port, "-h"]).arg(host).status().unwrap();
        while !ready().success() {
            assert!(Instant::now() < end, "the server does not start: {}", self.cluster.log());
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
