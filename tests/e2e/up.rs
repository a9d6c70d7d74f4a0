//! Everything comes up as the stack says, and shows no secret.

use serde_json::json;
use stackgen::components::odoo::OdooValue;

use crate::application::{get, http_port, options, post, says};
use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::redis::Nodes;
use crate::support::isolation::{CommandLines, isolated};
use crate::table::{Table, seconds};
use crate::{inspect, leaks};

#[test]
fn development_comes_up() {
    isolated("up::development_comes_up", &PROGRAMS, || {
        comes_up("development", "up in development", |_| ());
    });
}

#[test]
fn production_comes_up() {
    isolated("up::production_comes_up", &PROGRAMS, || {
        comes_up("production", "up in production", |deployment| {
            replicas_are_in_sync(deployment);
            the_gevent_port_answers(deployment);
        });
    });
}

fn comes_up(mode: &str, table: &'static str, more: impl Fn(&Deployment)) {
    let lines = CommandLines::watch();
    let _engine = Engine::start();
    let deployment = Deployment::new(mode);
    let time = deployment.up();
    inspect::every_container(&deployment);
    the_database_is_as_stated(&deployment);
    odoo_has_its_options(&deployment);
    sessions_are_in_redis(&deployment);
    more(&deployment);
    let containers = deployment.containers().count();
    leaks::none(&deployment, lines);
    let mut measured = Table::new(table, &["containers", "healthy after"]);
    measured.row(&[containers.to_string(), seconds(time)]);
    measured.is_documented();
    clients_stop_before_their_servers(&deployment);
}

fn the_database_is_as_stated(deployment: &Deployment) {
    let postgres = deployment.stack.postgres();
    let found = says(deployment, &format!("/standin/database?name={}", postgres.database.as_str()));
    let expected = json!({
        "user": postgres.user.as_str(),
        "database": postgres.database.as_str(),
        "encoding": postgres.encoding.as_str(),
        "locale_provider": "icu",
        "icu_locale": postgres.locale.as_str(),
        // As Spanish sorts: the letter with the tilde after `nube`, the accent as none.
        "sorted": ["Ábaco", "abeja", "nube", "ñandu", "oso", "zorro"],
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(found[key], *value, "{key}");
    }
    for (name, value) in &postgres.settings {
        let shown = deployment.sh(
            postgres.container().unwrap().service.as_str(),
            &format!("psql -U {} -d {} -qAtc 'show {name}'", postgres.user.as_str(), postgres.database.as_str()),
        );
        assert_eq!(String::from_utf8_lossy(&shown.stdout).trim(), value.as_str(), "{name}");
    }
}

fn odoo_has_its_options(deployment: &Deployment) {
    let found = says(deployment, "/standin/options");
    for (name, value) in options(deployment.stack.odoo()) {
        assert_eq!(found["options"][&name], value, "{name}");
    }
    assert_eq!(found["admin_passwd_set"], json!(true));
    assert_eq!(found["db_password_set"], json!(true));
    let missing = &found["modules"]["missing"];
    assert_eq!(*missing, json!([]), "server_wide_modules");
    processes_are_as_many(deployment);
}

/// Workers, threads of cron and the process of the websockets, each with its limit (19.0, server.py).
fn processes_are_as_many(deployment: &Deployment) {
    let option = |name: &str| match deployment.stack.odoo().options.get(name).map(|value| &**value) {
        Some(OdooValue::Integer(number)) => *number,
        other => panic!("{name} is {other:?}"),
    };
    let found = says(deployment, "/standin/processes");
    let processes = found["processes"].as_array().unwrap();
    let of_role = |role: &str| processes.iter().filter(|process| process["role"] == role).collect::<Vec<_>>();
    if option("workers") == 0 {
        assert_eq!(found["mode"], "threaded", "{found}");
        return;
    }
    let counts = [("http", option("workers")), ("cron", option("max_cron_threads")), ("gevent", 1), ("master", 1)];
    for (role, count) in counts {
        assert_eq!(of_role(role).len() as i64, count, "{role}: {found}");
    }
    assert!(of_role("http").iter().all(|process| process["limit_as"] == option("limit_memory_hard")), "{found}");
}

/// A session that one request writes is there for another one, and in Redis.
fn sessions_are_in_redis(deployment: &Deployment) {
    let port = http_port(deployment);
    let (status, written) = post(port, "/standin/session?sid=abc", "{\"uid\": 2}").unwrap();
    assert_eq!(status, 200, "{written}");
    let (status, read) = get(port, "/standin/session?sid=abc").unwrap();
    assert_eq!(status, 200, "{read}");
    assert_eq!(read["session"], json!({ "uid": 2 }), "{read}");
    let mut nodes = Nodes::of(deployment);
    let master = nodes.settled_master(60);
    let sentinel = deployment.stack.active_sentinel().is_some();
    let database = if sentinel { "0" } else { "1" };
    let keys = nodes.ask_in(&master, database, &["KEYS", "*odoo_session*"]).unwrap();
    assert!(keys.contains("abc"), "{keys}");
}

fn replicas_are_in_sync(deployment: &Deployment) {
    let mut nodes = Nodes::of(deployment);
    let master = nodes.settled_master(60);
    assert_eq!(nodes.info(&master, "replication", "connected_slaves"), "2");
    let offset = |name: &str| nodes.info(name, "replication", "master_repl_offset");
    let replicas: Vec<String> = deployment.data_nodes().into_iter().filter(|name| *name != master).collect();
    assert_eq!(replicas.len(), 2);
    crate::engine::wait_for("the replicas are where the master is", 10, || {
        let at = offset(&master);
        replicas.iter().all(|name| offset(name) == at)
    });
    assert_eq!(deployment.sentinels().len(), 3);
    for name in deployment.sentinels() {
        assert!(nodes.has_quorum(&name), "{name}");
    }
}

fn the_gevent_port_answers(deployment: &Deployment) {
    let odoo = deployment.stack.odoo();
    let published = odoo.container.ports.iter().find(|port| *port.container == *odoo.gevent_port).unwrap();
    let (status, answer) = get(published.host.get(), "/websocket").unwrap();
    assert_eq!(status, 400, "a request without a handshake: {answer}");
}

/// Clients of Redis end before it does, and the sentinels before the nodes: no node is promoted while the stack stops.
fn clients_stop_before_their_servers(deployment: &Deployment) {
    deployment.compose_says(&["stop"]);
    let (nodes, sentinels) = (deployment.data_nodes(), deployment.sentinels());
    let postgres = deployment.stack.postgres().container().unwrap().service.as_str().to_owned();
    let is_server = |service: &String| nodes.contains(service) || sentinels.contains(service) || *service == postgres;
    let services = deployment.containers().map(|container| container.service.as_str().to_owned());
    let clients: Vec<String> = services.filter(|service| !is_server(service)).collect();
    let ends = |services: &[String]| {
        let end = |service: &String| {
            let state = deployment.inspect(service)["State"].clone();
            assert_eq!(state["Status"], "exited", "{service}");
            // In UTC with as many digits as it takes: without the Z, texts sort as times do.
            (state["FinishedAt"].as_str().unwrap().trim_end_matches('Z').to_owned(), service.clone())
        };
        services.iter().map(end).collect::<Vec<_>>()
    };
    let (clients, sentinels, nodes) = (ends(&clients), ends(&sentinels), ends(&nodes));
    assert!(clients.len() >= 2 && !nodes.is_empty());
    let before = |first: &[(String, String)], then: &[(String, String)]| {
        let (last, next) = (first.iter().max(), then.iter().min());
        assert!(next.is_none() || last < next, "{last:?} ends after {next:?}");
    };
    before(&clients, &sentinels);
    before(&clients, &nodes);
    before(&sentinels, &nodes);
}
