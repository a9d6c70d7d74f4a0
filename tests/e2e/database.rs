//! The database: a first one is made, and a server that restarts is found again.

use std::time::Instant;

use serde_json::json;

use crate::application::{get, http_port, says};
use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS, docker, wait_for};
use crate::guide;
use crate::support::isolation::isolated;
use crate::support::{both, succeeds};
use crate::table::{Table, seconds};

const RUNS: u32 = 3;

#[test]
fn a_database_is_made_as_documented() {
    isolated("database::a_database_is_made_as_documented", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        guide::run_blocks(&deployment, "docs/operations.md", "Start the stack", &[0, 1]);
        assert_eq!(says(&deployment, "/standin/options")["filestore_writable"], json!(true));
        let name = deployment.stack.postgres().database.as_str();
        let odoo = deployment.stack.odoo().container.service.as_str();
        let found = deployment.sh(odoo, &format!("find /var/lib/odoo/filestore/{name} -type f"));
        assert!(found.status.success() && !found.stdout.is_empty(), "no attachment: {}", both(&found));
    });
}

#[test]
fn postgres_may_restart() {
    isolated("database::postgres_may_restart", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.up();
        let odoo = deployment.stack.odoo().container.service.as_str();
        let database = deployment.stack.postgres().container().unwrap().service.as_str();
        let started = deployment.inspect(odoo)["State"]["StartedAt"].clone();
        let mut table = Table::new("PostgreSQL restarted", &["how", "run", "Odoo answers from the database after"]);
        let restarts: [(&str, &dyn Fn()); 2] = [
            ("docker compose restart db", &|| drop(deployment.compose_says(&["restart", database]))),
            ("killed, docker start", &|| {
                let id = deployment.id(database);
                succeeds(&mut docker(&["kill", &id]));
                succeeds(&mut docker(&["start", &id]));
            }),
        ];
        for (how, restart) in restarts {
            for run in 1..=RUNS {
                assert!(reads_the_database(&deployment));
                let begin = Instant::now();
                restart();
                wait_for("Odoo reads its database again", 60, || reads_the_database(&deployment));
                table.row(&[how.to_owned(), run.to_string(), seconds(begin.elapsed())]);
            }
        }
        let found = deployment.inspect(odoo);
        assert_eq!(found["State"]["StartedAt"], started, "Odoo was restarted");
        assert_eq!(found["RestartCount"], 0);
        table.is_documented();
    });
}

fn reads_the_database(deployment: &Deployment) -> bool {
    let port = http_port(deployment);
    let database = deployment.stack.postgres().database.as_str();
    let healthy = get(port, "/web/health?db_server_status=true").is_ok_and(|(status, _)| status == 200);
    healthy && get(port, &format!("/standin/database?name={database}")).is_ok_and(|(status, _)| status == 200)
}
