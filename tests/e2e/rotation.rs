//! Secrets are replaced by the documented steps; wrong ones are refused at the start.

use std::time::{Duration, Instant};

use crate::application::{get, http_port, post};
use crate::deployment::{Deployment, canary};
use crate::engine::{Engine, PROGRAMS, docker};
use crate::redis::Nodes;
use crate::support::both;
use crate::support::isolation::{CommandLines, isolated};
use crate::support::wire;
use crate::table::{Table, seconds};
use crate::{guide, leaks};

const PAGE: &str = "docs/secrets.md";

#[test]
fn secrets_are_replaced() {
    isolated("rotation::secrets_are_replaced", &PROGRAMS, || {
        let lines = CommandLines::watch();
        let _engine = Engine::start();
        let mut deployment = Deployment::new("production");
        deployment.up();
        let mut table = Table::new("secrets replaced", &["secret", "steps took", "the old value", "the new value"]);
        let session = post(http_port(&deployment), "/standin/session?sid=kept", "{\"uid\": 7}").unwrap();
        assert_eq!(session.0, 200);
        for (secret, title, accepts) in [
            (
                "REDIS_PASSWORD",
                "The password of Redis, the keys of other services, and Odoo's master password",
                redis_accepts as fn(&Deployment, &str) -> bool,
            ),
            ("ODOO_DB_PASSWORD", "The password of PostgreSQL", postgres_accepts),
        ] {
            let old = deployment.value(secret).to_owned();
            assert!(accepts(&deployment, &old), "{secret}");
            let new = format!("{}+", canary(secret));
            deployment.set(secret, &new);
            let begin = Instant::now();
            guide::run(&deployment, PAGE, title);
            let time = begin.elapsed();
            assert!(!accepts(&deployment, &old), "{secret}: the old value is accepted");
            assert!(accepts(&deployment, &new), "{secret}: the new value is refused");
            Nodes::of(&deployment).settled_master(60);
            let (status, kept) = get(http_port(&deployment), "/standin/session?sid=kept").unwrap();
            assert_eq!((status, &kept["session"]["uid"]), (200, &serde_json::json!(7)), "{secret}");
            let (status, _) = get(http_port(&deployment), "/web/health?db_server_status=true").unwrap();
            assert_eq!(status, 200, "{secret}: Odoo and its database");
            table.row(&[secret.to_owned(), seconds(time), "refused".to_owned(), "accepted".to_owned()]);
        }
        leaks::none(&deployment, lines);
        table.is_documented();
    });
}

/// Whether every node takes the password.
fn redis_accepts(deployment: &Deployment, password: &str) -> bool {
    let redis = deployment.stack.redis().unwrap();
    let network = redis.master.container.networks[0].as_str();
    let replies: Vec<String> = deployment
        .data_nodes()
        .iter()
        .map(|name| {
            let address = deployment.address(name, network, redis.port.get()).unwrap();
            wire::ask(address, &[&["AUTH", password]]).unwrap().remove(0)
        })
        .collect();
    let accepted = replies.iter().filter(|reply| *reply == "+OK\r\n").count();
    assert!(accepted == 0 || accepted == replies.len(), "some nodes accept it: {replies:?}");
    accepted > 0
}

/// Whether the server takes the password, asked over its network as Odoo does.
fn postgres_accepts(deployment: &Deployment, password: &str) -> bool {
    let postgres = deployment.stack.postgres();
    let id = deployment.id(postgres.container().unwrap().service.as_str());
    let query = format!(
        "psql -w -h \"$(hostname)\" -U {} -d {} -qAtc 'select 1'",
        postgres.user.as_str(),
        postgres.database.as_str()
    );
    // The client inherits the variable from the test: no command line has it.
    let mut command = docker(&["exec", "-e", "PGPASSWORD", &id, "sh", "-c", &query]);
    let output = command.env("PGPASSWORD", password).output().unwrap();
    let refused = both(&output).contains("password authentication failed");
    assert!(output.status.success() != refused, "{}", both(&output));
    output.status.success()
}

/// Within how much time a deployment with a wrong secret must have said so.
const SOON: Duration = Duration::from_secs(180);

#[test]
fn wrong_secrets_are_refused() {
    isolated("rotation::wrong_secrets_are_refused", &PROGRAMS, || {
        let _engine = Engine::start();
        let mut deployment = Deployment::new("development");
        let mut table = Table::new("wrong secrets", &["what", "who says it", "words", "after"]);
        for variable in &deployment.variables() {
            let value = deployment.value(variable).to_owned();
            deployment.unset(variable);
            let (time, output) = refused(&deployment);
            let (_, words) = said(&output, &[&format!("variable \"{variable}\" required by secret")]);
            table.row(&[&format!("{variable} missing"), "Compose", &words, &seconds(time)]);
            deployment.set(variable, "");
            let (time, output) = refused(&deployment);
            // The script of PostgreSQL's image is not ours: it names the file.
            let file = format!("/run/secrets/{}: No such file", variable.to_lowercase());
            let (who, words) = said(&output, &[&format!("set {variable} in .env"), &file]);
            table.row(&[&format!("{variable} empty"), &who, &words, &seconds(time)]);
            deployment.set(variable, &value);
            deployment.compose_says(&["down", "-v"]);
        }
        deployment.up();
        // The volume has the old one, and Compose makes those containers anew that read it.
        deployment.set("ODOO_DB_PASSWORD", "not-what-the-volume-has");
        let words = ["up", "-d", "--force-recreate", "--wait"];
        let (time, output) = refused_by(&deployment, &words);
        let (who, _) = said(&output, &["password authentication failed"]);
        table.row(&["ODOO_DB_PASSWORD wrong", &who, "password authentication failed", &seconds(time)]);
        table.is_documented();
    });
}

/// The first line with one of these words: the container, if it is one's, and the line.
fn said(output: &str, words: &[&str]) -> (String, String) {
    let line = output.lines().find(|line| words.iter().any(|words| line.contains(words)));
    let line = line.unwrap_or_else(|| panic!("nobody says {words:?}: {output}"));
    let (who, text) = line.split_once(" | ").unwrap_or(("Compose", line));
    (who.trim().to_owned(), text.trim().to_owned())
}

fn refused(deployment: &Deployment) -> (Duration, String) {
    refused_by(deployment, &["up", "-d", "--wait"])
}

/// The time until the command failed; what it and the containers said.
fn refused_by(deployment: &Deployment, words: &[&str]) -> (Duration, String) {
    let begin = Instant::now();
    let output = deployment.compose(words).output().unwrap();
    let time = begin.elapsed();
    assert!(!output.status.success(), "all is well: {}", both(&output));
    assert!(time < SOON, "only after {time:?}");
    (time, both(&output) + &deployment.logs())
}
