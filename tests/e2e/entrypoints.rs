//! Odoo's start does not depend on the entrypoint of its image, which differs by version and by the day on which the image
//! was built. Everything else runs on the one of the deployment's time: 19.0, built before 2026-05-12.

use std::process::Output;

use crate::deployment::Deployment;
use crate::engine::{Engine, PROGRAMS};
use crate::images::build_odoo;
use crate::support::both;
use crate::support::isolation::{CommandLines, isolated};

/// The contracts of the entrypoint, and the versions of Odoo that have each.
const IMAGES: [(&str, &str); 6] = [
    ("before", "17.0"),
    ("before", "18.0"),
    ("before", "19.0"),
    ("since-17", "17.0"),
    ("since-17", "18.0"),
    ("since-19", "19.0"),
];

const MAKE: [&str; 4] = ["-i", "base", "--stop-after-init", "--log-level=info"];

#[test]
fn odoo_logs_in_on_every_image() {
    isolated("entrypoints::odoo_logs_in_on_every_image", &PROGRAMS, || {
        let _engine = Engine::start();
        let deployment = Deployment::new("development");
        let odoo = deployment.stack.odoo().container.service.as_str();
        let image = deployment.stack.odoo().container.image.as_ref().unwrap().as_str();
        let database = deployment.stack.postgres().container().unwrap().service.as_str();
        deployment.compose_says(&["up", "-d", "--wait", database]);
        let run = |options: &[&str], words: &[&str]| -> Output {
            let run = [&["run", "--rm", "--no-deps", "-T"], options, &[odoo], words].concat();
            deployment.compose(&run).output().unwrap()
        };
        for (number, (contract, series)) in IMAGES.iter().enumerate() {
            build_odoo(image, contract, series);
            let lines = CommandLines::watch();
            let name = format!("made{number}");
            let output = run(&[], &[&["odoo", "-d", &name], &MAKE[..]].concat());
            let said = both(&output);
            assert!(output.status.success(), "{contract} {series}: {said}");
            assert!(said.contains(&format!("Odoo version {series}")) && said.contains("Modules loaded."), "{said}");
            let seen = lines.seen();
            assert!(seen.iter().any(|line| line.contains(&name)), "no Odoo was seen");
            let leaks = |line: &&String| deployment.cores().iter().any(|core| line.contains(core));
            assert_eq!(seen.iter().find(leaks), None, "{contract} {series}: a secret on a command line");
        }
        the_contracts_are_what_they_are_said_to_be(&deployment, image, &run);
    });
}

/// What a stack that relies on the entrypoint meets: the older one never logs in, that of 17.0 shows the password.
fn the_contracts_are_what_they_are_said_to_be(
    deployment: &Deployment,
    image: &str,
    run: &impl Fn(&[&str], &[&str]) -> Output,
) {
    let password = format!("PGPASSWORD={}", deployment.value("ODOO_DB_PASSWORD"));
    let by_entrypoint =
        ["--entrypoint", "/entrypoint.sh", "-e", "ODOO_RC=/etc/odoo/odoo.conf", "-e", password.as_str()];
    for (contract, series, logs_in) in [("before", "19.0", false), ("since-19", "19.0", true)] {
        build_odoo(image, contract, series);
        let output = run(&by_entrypoint, &[&["odoo", "-d", "other"], &MAKE[..]].concat());
        assert_eq!(output.status.success(), logs_in, "{contract}: {}", both(&output));
        let refused = both(&output).contains("password authentication failed");
        assert_ne!(refused, logs_in, "{contract}: {}", both(&output));
    }
}
