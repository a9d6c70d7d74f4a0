//! The real Odoo 19 in the deployment: in a container of the stand-in's image.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::application::{get, http_port};
use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::support::isolation::{CommandLines, isolated};
use crate::{guide, images, leaks};

#[test]
fn the_real_odoo_comes_up() {
    isolated("odoo::the_real_odoo_comes_up", &PROGRAMS, || {
        let lines = CommandLines::watch();
        let _engine = Engine::start();
        let deployment = Deployment::new("development");
        deployment.add_compose_file(&images::real_odoo(deployment.stack.odoo().container.service.as_str()));
        guide::run_blocks(&deployment, "docs/operations.md", "Start the stack", &[0, 1]);
        assert_eq!(get(http_port(&deployment), "/web/health?db_server_status=1").unwrap().0, 200);
        assert_eq!(log_in(&deployment)["result"]["username"], json!("admin"));
        let said = guide::run(&deployment, "docs/recipes.md", "… run an Odoo command");
        assert!(String::from_utf8_lossy(&said.stderr).contains("Modules loaded."), "{said:?}");
        leaks::none(&deployment, lines);
    });
}

pub fn log_in(deployment: &Deployment) -> Value {
    let body = r#"{"jsonrpc":"2.0","params":{"db":"odoo","login":"admin","password":"admin"}}"#;
    let request = format!(
        "POST /web/session/authenticate HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", http_port(deployment))).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    serde_json::from_str(text.split_once("\r\n\r\n").unwrap().1).unwrap()
}
