//! Odoo's image.

use crate::components::odoo::Odoo;
use crate::model::HealthTest;
use crate::model::{Run, Said, file, words};

/// The image's entrypoint is not used: what it does with the password differs by version and date. `/web/health` is
/// Odoo's own.
pub(in crate::components) fn run(odoo: &Odoo) -> Run {
    let url = format!("http://127.0.0.1:{}/web/health", odoo.http_port.get());
    let check = words(["curl", "-fsS", "-o", "/dev/null", &url]);
    let mut run = Run {
        entrypoint: Some(words(["/bin/sh", "/etc/odoo/start.sh"])),
        command: Some(Said { value: words(["odoo"]), origin: None }),
        files: vec![file("odoo/odoo.conf", "/etc/odoo/odoo.conf"), file("odoo/start.sh", "/etc/odoo/start.sh")],
        health: Some(HealthTest::Command(odoo.http_port.map(|_| check))),
        ..Run::default()
    };
    run.tell_plain(&odoo.environment);
    run
}
