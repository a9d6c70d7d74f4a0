//! Libraries of others read the addresses that a service is told, log in, and follow a failover.

mod config;
mod failover;
pub mod network;
mod postgres;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::clean;
use crate::support::{installed, root, tool};

/// A library, and how its program is called.
#[derive(Clone, Copy)]
pub struct Library {
    pub name: &'static str,
    /// What the input says of its address.
    pub reference: &'static str,
    program: fn() -> Option<Command>,
}

/// Those who go through the router, and the dialects of those who ask the sentinels.
pub const LIBRARIES: [Library; 6] = [
    Library { name: "redis-py", reference: "{ redis = { db = 1 } }", program: || python("redis_client.py") },
    Library { name: "ioredis", reference: "{ redis = { db = 1 } }", program: || node("redis_client.mjs") },
    Library { name: "node-redis", reference: "{ redis = { db = 1 } }", program: || node("redis_client.mjs") },
    Library {
        name: "redis-sentinel-url",
        reference: "{ redis = { db = 1, dialect = 'redis-sentinel-url' } }",
        program: || python("redis_client.py"),
    },
    Library {
        name: "kombu",
        reference: "{ redis = { db = 1, dialect = 'celery' } }",
        program: || python("redis_client.py"),
    },
    Library { name: "fred", reference: "{ redis = { db = 1, dialect = 'fred' } }", program: fred },
];

fn folder() -> PathBuf {
    root().join("tests/clients")
}

fn python(program: &str) -> Option<Command> {
    let mut command = clean(tool("python")?);
    command.arg(folder().join(program));
    Some(command)
}

fn node(program: &str) -> Option<Command> {
    let mut command = clean(tool("node")?);
    command.arg(folder().join(program));
    Some(command)
}

fn fred() -> Option<Command> {
    let program = root().join("target/clients/debug/client-of-fred");
    installed("client-of-fred", program).map(clean)
}

/// A service's own start script, with the secrets in a folder: it starts a program with the addresses that it is told.
fn started_by(generated: &Path, service: &str, secrets: &Path, program: &Command) -> Vec<std::ffi::OsString> {
    let script = std::fs::read_to_string(generated.join(format!("services/{service}/start.sh"))).unwrap();
    let script = script.replace("/run/secrets", secrets.to_str().unwrap());
    let path = secrets.join(format!("{service}.sh"));
    std::fs::write(&path, script).unwrap();
    let words = std::iter::once("sh".into()).chain([path.into_os_string(), program.get_program().to_owned()]);
    words.chain(program.get_args().map(ToOwned::to_owned)).collect()
}

/// A folder with this as every secret.
fn secrets(value: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in ["redis_password", "odoo_db_password", "postgres_password"] {
        std::fs::write(dir.path().join(name), value).unwrap();
    }
    dir
}

fn modules() -> PathBuf {
    root().join("target/tools/node_modules/index.js")
}

fn debians_haproxy() -> Option<PathBuf> {
    tool("haproxy")
}

fn newer_haproxy() -> Option<PathBuf> {
    installed("haproxy-3.0", root().join("target/haproxy/bin/haproxy-3.0"))
}
