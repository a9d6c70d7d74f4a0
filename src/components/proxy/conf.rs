//! The server of nginx (nginx.org, modules `http_core`, `http_proxy`, `http_map`; the headers are those that Odoo's
//! `proxy_mode` reads).

use super::ReverseProxy;
use super::facts::PORT;
use super::run::CONFIG;
use crate::artifact::{Artifact, Kind};
use crate::components::odoo::Odoo;
use crate::origin::At;
use crate::units::Scale;

/// Docker's name server, as containers see it.
const RESOLVER: &str = "127.0.0.11";

/// The headers that describe a request to Odoo.
const HEADERS: [(&str, &str); 7] = [
    ("Host", "$http_host"),
    ("X-Forwarded-Host", "$http_host"),
    ("X-Forwarded-For", "$proxy_add_x_forwarded_for"),
    ("X-Forwarded-Proto", "$forwarded_proto"),
    ("X-Real-IP", "$remote_addr"),
    ("Upgrade", "$http_upgrade"),
    ("Connection", "$connection_upgrade"),
];

/// The file.
pub(super) fn emit(proxy: &ReverseProxy, odoo: &Odoo, input: &str) -> Artifact {
    let mut file = Artifact::new(CONFIG, Kind::Config, input);
    map(&mut file, "$http_upgrade $connection_upgrade", &["default upgrade", "'' close"]);
    file.section("If another proxy terminates TLS in front of nginx, pass on the scheme that it reports.");
    map(&mut file, "$http_x_forwarded_proto $forwarded_proto", &["default $scheme", "https https"]);
    file.line("", None);
    file.line("server {", None);
    file.line(format!("    listen {PORT};"), None);
    let size = &proxy.max_body_size;
    file.line(format!("    client_max_body_size {};", in_units(**size)), Some(size.origin()));
    let timeout = ReverseProxy::read_timeout(odoo);
    file.line(format!("    proxy_read_timeout {}s;", *timeout), Some(timeout.origin()));
    file.line("    proxy_http_version 1.1;", None);
    for (name, value) in HEADERS {
        file.line(format!("    proxy_set_header {name} {value};"), None);
    }
    file.line("", None);
    file.line("    # Resolve the host name at run time: a recreated container can have another IP address.", None);
    file.line(format!("    resolver {RESOLVER} valid=5s;"), None);
    let host = odoo.container.host();
    file.line(format!("    set $odoo {host};"), Some(odoo.container.service.origin()));
    way(&mut file, "/websocket", &ReverseProxy::websocket_port(odoo));
    way(&mut file, "/", &odoo.http_port.map(|port| port.get()));
    file.line("}", None);
    file
}

fn map(file: &mut Artifact, from_to: &str, lines: &[&str]) {
    file.line(format!("map {from_to} {{"), None);
    for line in lines {
        file.line(format!("    {line};"), None);
    }
    file.line("}", None);
}

fn way(file: &mut Artifact, path: &str, port: &At<u16>) {
    file.line("", None);
    file.line(format!("    location {path} {{"), None);
    file.line(format!("        proxy_pass http://$odoo:{};", **port), Some(port.origin()));
    file.line("    }", None);
}

/// A size as nginx reads it: the largest unit that keeps it whole.
fn in_units(size: crate::units::Bytes) -> String {
    let (number, scale) = size.in_largest_unit();
    let unit = match scale {
        Scale::One => "",
        Scale::Kilo => "k",
        Scale::Mega => "m",
        Scale::Giga => "g",
    };
    format!("{number}{unit}")
}
