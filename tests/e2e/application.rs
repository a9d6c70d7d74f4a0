//! Odoo's stand-in as its users see it: over the published port.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use stackgen::components::odoo::{Odoo, OdooValue};

use crate::deployment::Deployment;

/// The answer to a request for a path: status and body.
pub fn get(port: u16, path: &str) -> std::io::Result<(u16, Value)> {
    request(port, &format!("GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n"))
}

/// The answer to a body sent to a path.
pub fn post(port: u16, path: &str, body: &str) -> std::io::Result<(u16, Value)> {
    request(port, &format!("POST {path} HTTP/1.0\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

fn request(port: u16, request: &str) -> std::io::Result<(u16, Value)> {
    let mut stream = TcpStream::connect_timeout(&([127, 0, 0, 1], port).into(), Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(request.as_bytes())?;
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let (head, body) = text.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}

/// The port at which the host answers for Odoo's.
pub fn http_port(deployment: &Deployment) -> u16 {
    let odoo = deployment.stack.odoo();
    let published = odoo.container.ports.iter().find(|port| *port.container == *odoo.http_port);
    published.expect("Odoo's port is published").host.get()
}

/// What Odoo says of itself at a path of the stand-in's.
pub fn says(deployment: &Deployment, path: &str) -> Value {
    let (status, answer) = get(http_port(deployment), path).unwrap_or_else(|error| panic!("{path}: {error}"));
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// The options that Odoo must arrive at, by name.
pub fn options(odoo: &Odoo) -> Vec<(String, Value)> {
    let value = |value: &OdooValue| match value {
        OdooValue::Text(text) => json!(text),
        OdooValue::Bool(boolean) => json!(boolean),
        OdooValue::Integer(number) => json!(number),
        OdooValue::Real(number) => json!(number),
        OdooValue::List(list) => json!(list),
    };
    // What no table of Odoo's knows is kept as text (19.0, tools/config.py).
    let text = |it: &OdooValue| match value(it) {
        Value::String(text) => json!(text),
        other => json!(other.to_string()),
    };
    let own = odoo.options.iter().map(|(name, it)| (name.clone(), value(it)));
    own.chain(odoo.custom_options.iter().map(|(name, it)| (name.clone(), text(it)))).collect()
}
