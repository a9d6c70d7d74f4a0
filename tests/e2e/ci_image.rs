//! The image for CI. Its first stage, which compiles, needs a network and images of others: `scripts/five-minutes` runs its
//! command elsewhere. Here the program under test takes the place of what it makes.

use std::process::Command;

use crate::engine::{Engine, PROGRAMS, docker};
use crate::images;
use crate::support::isolation::isolated;
use crate::support::{both, built, real_input, root, succeeds};

/// What the first stage does.
const COMPILES: &str = "\
FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
RUN cargo install --locked --path . --root /out
";

/// What stands in for it.
const COMPILED: &str = "\
FROM scratch AS build
COPY stackgen /out/bin/stackgen
";

#[test]
fn the_image_for_ci_is_a_gate() {
    isolated("ci_image::the_image_for_ci_is_a_gate", &PROGRAMS, || {
        let _engine = Engine::start();
        let text = std::fs::read_to_string(root().join("Dockerfile")).unwrap();
        assert_eq!(text.matches(COMPILES).count(), 1, "the Dockerfile compiles otherwise");
        let base = images::base();
        succeeds(&mut docker(&["tag", &base, "debian:bookworm-slim"]));
        let context = tempfile::tempdir().unwrap();
        std::fs::write(context.path().join("Dockerfile"), text.replace(COMPILES, COMPILED)).unwrap();
        succeeds(Command::new("cp").arg(env!("CARGO_BIN_EXE_stackgen")).arg(context.path().join("stackgen")));
        let mut build = docker(&["build", "-q", "-t", "stackgen-ci"]);
        succeeds(build.arg(context.path()).env("DOCKER_BUILDKIT", "0"));

        let dir = built(&real_input());
        let folder = format!("{}:/work:ro", dir.path().display());
        let gate = || docker(&["run", "--rm", "--network", "none", "-v", &folder, "stackgen-ci"]).output().unwrap();
        let output = gate();
        assert!(output.status.success(), "{}", both(&output));
        std::fs::remove_file(dir.path().join("generated/odoo/odoo.conf")).unwrap();
        let output = gate();
        assert_eq!(output.status.code(), Some(1), "{}", both(&output));
        assert!(both(&output).contains("generated/odoo/odoo.conf: missing"), "{}", both(&output));
        // GitLab starts a shell in it.
        let shell = docker(&["run", "--rm", "stackgen-ci", "sh", "-c", "stackgen --version"]).output().unwrap();
        assert!(both(&shell).starts_with("stackgen "), "{}", both(&shell));
    });
}
