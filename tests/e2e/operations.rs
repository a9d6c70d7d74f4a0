//! Every block of `docs/operations.md`, run as it is written, with the real Odoo where Odoo does the work.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::application::{get, http_port};
use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::odoo::log_in;
use crate::redis::Nodes;
use crate::support::isolation::{CommandLines, isolated};
use crate::support::{both, real_input, root};
use crate::table::{Table, seconds};
use crate::{guide, images, leaks};

const PAGE: &str = "docs/operations.md";

/// Runs the blocks of the page, and remembers which of them ran.
struct Operator<'d> {
    deployment: &'d Deployment,
}

impl Operator<'_> {
    /// Runs one block of a section; what it printed.
    fn block(&self, title: &str, index: usize) -> String {
        let output = self.output(title, index);
        assert!(output.status.success(), "{title}, block {index}: {}\n{}", both(&output), self.deployment.logs());
        both(&output)
    }

    /// Runs a section of one block.
    fn run(&self, title: &str) -> String {
        assert_eq!(guide::blocks(PAGE, title).len(), 1, "{title}");
        self.block(title, 0)
    }

    fn output(&self, title: &str, index: usize) -> Output {
        let program = Path::new(env!("CARGO_BIN_EXE_stackgen")).parent().unwrap().display().to_string();
        let path = format!("{program}:{}", std::env::var("PATH").unwrap());
        let mut shell = self.deployment.shell(&guide::blocks(PAGE, title)[index]);
        shell.env("PATH", path).output().unwrap()
    }

    /// Runs a command that the page does not have.
    fn sh(&self, script: &str) -> String {
        let output = self.deployment.shell(script).output().unwrap();
        assert!(output.status.success(), "{script}: {}", both(&output));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// Every section with commands is run by one of the tests below: what is added to the page has to be added here.
#[test]
fn every_section_is_run() {
    let text = std::fs::read_to_string(root().join(PAGE)).unwrap();
    let with_commands = text.split("\n## ").skip(1).filter(|section| section.contains("```sh\n"));
    let titles: BTreeSet<&str> = with_commands.filter_map(|section| section.lines().next()).collect();
    let run: BTreeSet<&str> = IN_DEVELOPMENT.iter().chain(&IN_PRODUCTION).copied().collect();
    assert_eq!(titles, run);
}

const IN_DEVELOPMENT: [&str; 12] = [
    "Start the stack",
    "Show the status",
    "Read the logs",
    "Open a shell in Odoo",
    "Open a shell in the database",
    "Open a shell in Redis",
    "Install or update a module",
    "Find slow queries",
    "Back up",
    "Tear down the stack",
    "Restore",
    "Upgrade PostgreSQL to a new major version",
];

const IN_PRODUCTION: [&str; 3] = ["Switch to another mode", "Apply a change", "Fail over by hand"];

#[test]
fn what_is_backed_up_is_restored_and_upgraded() {
    isolated("operations::what_is_backed_up_is_restored_and_upgraded", &PROGRAMS, || {
        let lines = CommandLines::watch();
        let _engine = Engine::start();
        let deployment = Deployment::new("development");
        deployment.build(&real_input());
        deployment.add_compose_file(&images::real_odoo(deployment.stack.odoo().container.service.as_str()));
        let operator = Operator { deployment: &deployment };
        let mut table = Table::new("operations", &["what", "took"]);
        operator.block("Start the stack", 0);
        operator.block("Start the stack", 1);
        look_around(&operator);
        fill(&operator);

        let begin = Instant::now();
        operator.run("Back up");
        table.row(&["back up".to_owned(), seconds(begin.elapsed())]);
        let backed_up = Contents::read(&operator);
        operator.block("Tear down the stack", 0);
        assert!(operator.sh("docker volume ls -q").contains("odoo19_postgres_data"), "volumes stay");
        operator.block("Tear down the stack", 1);
        assert_eq!(operator.sh("docker volume ls -q").trim(), "");
        std::fs::remove_file(deployment.generated().join(".env")).unwrap();

        let begin = Instant::now();
        operator.block("Restore", 0);
        // Before Odoo runs again and changes it.
        assert_eq!(rows(&operator.sh(DUMP)), rows(&operator.sh("pg_restore -f - ../backup/odoo.dump")));
        operator.block("Restore", 1);
        operator.block("Restore", 2);
        table.row(&["restore".to_owned(), seconds(begin.elapsed())]);
        assert_eq!(Contents::read(&operator), backed_up);
        works(&deployment);

        let begin = Instant::now();
        upgrade(&operator);
        table.row(&["PostgreSQL 15 to 17".to_owned(), seconds(begin.elapsed())]);
        assert_eq!(Contents::read(&operator), backed_up);
        works(&deployment);
        leaks::none(&deployment, lines);
        table.is_documented();
    });
}

/// The whole database as text.
const DUMP: &str = "docker compose exec -T db pg_dump -U odoo -d odoo";

fn look_around(operator: &Operator<'_>) {
    let status = operator.run("Show the status");
    for service in ["db", "odoo", "redis-master", "ai_service"] {
        assert!(status.lines().any(|line| line.contains(service) && line.contains("(healthy)")), "{service}: {status}");
    }
    let logs = operator.run("Read the logs");
    assert!(logs.contains("database system is ready to accept connections"), "{logs}");
    assert!(logs.contains("HTTP service (werkzeug) running"), "{logs}");
    let users = operator.run("Open a shell in Odoo");
    assert!(users.lines().any(|line| line.ends_with(" users")), "{users}");
    assert!(operator.run("Open a shell in the database").contains("admin"));
    operator.run("Open a shell in Redis");
    let updated = operator.run("Install or update a module");
    assert!(updated.matches("Modules loaded.").count() == 2, "{updated}");
    let state = operator.sh("docker compose exec -T db psql -U odoo -d odoo -Atc \
         \"SELECT state FROM ir_module_module WHERE name = 'custom_example'\"");
    assert_eq!(state.trim(), "installed");
    operator.sh("docker compose exec -T -d db psql -U odoo -d odoo -c 'SELECT pg_sleep(20)'");
    std::thread::sleep(Duration::from_secs(2));
    assert!(operator.block("Find slow queries", 0).contains("pg_sleep(20)"));
    operator.block("Find slow queries", 1);
}

/// Puts something of its own into each of the three places.
fn fill(operator: &Operator<'_>) {
    operator.sh("docker compose up -d --wait");
    operator.sh("docker compose exec -T odoo odoo shell -d odoo --no-http <<'PYTHON'
env['res.partner'].create({'name': 'Ñandú & Söhne'})
env['ir.attachment'].create({'name': 'kept.bin', 'raw': bytes(range(256)) * 400})
env.cr.commit()
PYTHON");
    operator.sh("docker compose exec -T redis-master sh -c 'export REDISCLI_AUTH=$(cat /run/secrets/redis_password)
        redis-cli -n 1 set session:kept value-of-the-session ex 86400
        redis-cli -n 0 hset cache:kept one 1 two 2'");
}

/// What the parts of a stack hold, as far as it does not change by itself.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    partners: String,
    /// The digests of the files of the file store.
    files: BTreeSet<String>,
    redis: String,
}

impl Contents {
    fn read(operator: &Operator<'_>) -> Self {
        let partners =
            "docker compose exec -T db psql -U odoo -d odoo -Atc 'SELECT id, name FROM res_partner ORDER BY id'";
        let files = "docker compose exec -T odoo sh -c 'cd /var/lib/odoo/filestore/odoo && find . -type f -exec sha256sum {} +'";
        let redis = "docker compose exec -T redis-master sh -c 'export REDISCLI_AUTH=$(cat /run/secrets/redis_password)
            redis-cli -n 1 get session:kept; redis-cli -n 0 hgetall cache:kept; [ $(redis-cli -n 1 ttl session:kept) -gt 80000 ]'";
        let files: BTreeSet<String> = operator.sh(files).lines().map(str::to_owned).collect();
        let contents = Contents { partners: operator.sh(partners), files, redis: operator.sh(redis) };
        assert!(
            contents.partners.contains("Ñandú & Söhne") && contents.redis.contains("value-of-the-session"),
            "{contents:?}"
        );
        assert!(!contents.files.is_empty());
        contents
    }
}

/// The rows of each table of a dump as text.
fn rows(dump: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut lines = dump.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("COPY ") {
            let rows = lines.by_ref().take_while(|line| *line != "\\.").map(str::to_owned);
            // Versions differ in which names of columns they quote.
            assert!(tables.insert(line.replace('"', ""), rows.collect()).is_none());
        }
    }
    assert!(tables.len() > 50, "{} tables", tables.len());
    tables
}

/// Odoo serves its database, and lets people log in.
fn works(deployment: &Deployment) {
    assert_eq!(get(http_port(deployment), "/web/health?db_server_status=1").unwrap().0, 200);
    assert_eq!(log_in(deployment)["result"]["username"], json!("admin"));
}

fn upgrade(operator: &Operator<'_>) {
    const TITLE: &str = "Upgrade PostgreSQL to a new major version";
    operator.block(TITLE, 0);
    let before = rows(&operator.sh("pg_restore -f - ../backup/upgrade.dump"));
    let page = std::fs::read_to_string(root().join(PAGE)).unwrap();
    let block = page.split(TITLE).nth(1).unwrap().split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let block: toml::Table = block.parse().unwrap();
    let of_page = |key: &str| format!("{key} = {}", block["postgres"][key]);
    let changes =
        [("image = \"postgres:15-alpine\"", of_page("image")), ("volume = \"postgres_data\"", of_page("volume"))];
    let input = changes.iter().fold(real_input(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replace(old, new)
    });
    std::fs::write(operator.deployment.generated().join("../inputs/stack.toml"), input).unwrap();
    let project = operator.deployment.compose_says(&["config", "--format", "json"]);
    images::build(&serde_json::from_str(&project.replace("postgres:15-alpine", "postgres:17-alpine")).unwrap());
    operator.block(TITLE, 1);
    let version = operator.sh("docker compose exec -T db psql -U odoo -d odoo -Atc 'SHOW server_version_num'");
    assert!(version.starts_with("17"), "{version}");
    let after = rows(&operator.sh(DUMP));
    let changing = ["ir_cron", "ir_logging", "bus_", "ir_sequence"];
    for (table, rows) in &before {
        if changing.iter().all(|name| !table.contains(name)) {
            assert_eq!(after.get(table), Some(rows), "{table}");
        }
    }
}

#[test]
fn the_mode_is_switched_and_a_failover_made() {
    isolated("operations::the_mode_is_switched_and_a_failover_made", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("production");
        deployment.build(&real_input());
        let operator = Operator { deployment: &deployment };
        let env = std::fs::read_to_string(deployment.generated().join(".env")).unwrap();
        let development = env.replace("COMPOSE_PROFILES=production", "COMPOSE_PROFILES=").replace(
            "COMPOSE_FILE=docker-compose.yml:docker-compose.production.yml",
            "COMPOSE_FILE=docker-compose.yml:docker-compose.development.yml",
        );
        assert_ne!(env, development);
        std::fs::write(deployment.generated().join(".env"), development).unwrap();
        operator.block("Start the stack", 1);
        assert_eq!(operator.sh("docker compose ps -q").lines().count(), 4);
        operator.run("Switch to another mode");
        assert_eq!(operator.sh("docker compose ps -q").lines().count(), 10);

        // The AI service alone is recreated.
        let id = |service: &str| deployment.id(service);
        let before = (id("ai_service"), id("odoo"), id("db"));
        let input = real_input().replace("LOG_LEVEL = \"INFO\"", "LOG_LEVEL = \"DEBUG\"");
        assert_ne!(input, real_input());
        std::fs::write(deployment.generated().join("../inputs/stack.toml"), input).unwrap();
        let said = operator.run("Apply a change");
        assert!(said.contains("+      LOG_LEVEL: DEBUG"), "{said}");
        assert!(before.0 != id("ai_service") && before.1 == id("odoo") && before.2 == id("db"), "{said}");

        let mut nodes = Nodes::of(&deployment);
        nodes.look_up();
        let master = nodes.settled_master(90);
        let said = operator.run("Fail over by hand");
        assert!(said.contains("OK 3 usable Sentinels"), "{said}");
        let promoted = nodes.settled_master(90);
        assert_ne!(promoted, master);
        assert!(said.lines().any(|line| line == promoted), "{said} does not name {promoted}");
    });
}
