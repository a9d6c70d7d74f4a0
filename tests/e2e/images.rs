//! The stand-ins for the official images, built from Debian's packages under the names that the
//! generated files use.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::engine::{docker, docker_says};
use crate::support::{root, succeeds};

/// Where the package of Odoo has its libraries.
const LIBRARIES: &str = "root/usr/lib/python3/dist-packages/odoo";

/// A release of Debian whose packages stand in for images.
#[derive(Clone, Copy)]
struct Debian {
    /// Its packages: a file beside the stand-ins.
    packages: &'static str,
    /// Where `scripts/e2e` puts its files.
    files: &'static str,
}

/// With Redis 7.0, PostgreSQL 15 and everything else.
const BOOKWORM: Debian = Debian { packages: "packages.txt", files: "target/e2e/base.tar" };

/// With Redis 8.0, Valkey 8.1 and PostgreSQL 17.
const TRIXIE: Debian = Debian { packages: "packages-trixie.txt", files: "target/e2e/base-trixie.tar" };

/// What stands in for images of a version: the beginning of their names, the folder, and the release that has it.
const STAND_INS: [(&str, &str, Debian); 8] = [
    ("redis:7", "redis", BOOKWORM),
    ("redis:8", "redis", TRIXIE),
    ("valkey/valkey:8", "valkey", TRIXIE),
    ("postgres:15", "postgres", BOOKWORM),
    ("postgres:17", "postgres", TRIXIE),
    ("odoo:", "odoo", BOOKWORM),
    ("eergygroup/odoo19:", "odoo", BOOKWORM),
    ("haproxy:3", "haproxy", BOOKWORM),
];

/// Builds the image of every service that names one.
pub fn build(project: &Value) {
    for (name, service) in project["services"].as_object().unwrap() {
        let Some(image) = service["image"].as_str().filter(|_| service["build"].is_null()) else { continue };
        let (folder_name, debian) =
            stand_in(image).unwrap_or_else(|| panic!("{name}: nothing stands in for the image {image}"));
        let mut arguments = vec![format!("BASE={}", base_of(debian))];
        if let Some(tag) = image.strip_prefix("postgres:") {
            arguments.push(format!("MAJOR={}", tag.split('-').next().unwrap()));
        }
        let mut command = docker(&["build", "-q", "-t", image]);
        for argument in &arguments {
            command.args(["--build-arg", argument]);
        }
        succeeds(command.arg(folder().join(folder_name)).env("DOCKER_BUILDKIT", "0"));
    }
}

/// Builds the stand-in of Odoo with a contract of the entrypoint (a file in `images/odoo/entrypoints`) as a version.
pub fn build_odoo(image: &str, contract: &str, series: &str) {
    let arguments = [format!("BASE={}", base()), format!("CONTRACT={contract}"), format!("SERIES={series}")];
    let mut command = docker(&["build", "-q", "-t", image]);
    for argument in &arguments {
        command.args(["--build-arg", argument]);
    }
    succeeds(command.arg(folder().join("odoo")).env("DOCKER_BUILDKIT", "0"));
}

/// What puts the real Odoo, which `scripts/odoo` unpacks, into a container of the stand-in: a Compose file.
pub fn real_odoo(service: &str) -> String {
    let mount = |(source, target): (&str, &str)| {
        let source = root().join("target/odoo").join(source);
        assert!(source.exists(), "{} is missing: scripts/odoo makes it", source.display());
        serde_json::json!({ "type": "bind", "source": source, "target": target, "read_only": true })
    };
    let mounts = [
        (LIBRARIES, "/usr/lib/python3/dist-packages/odoo"),
        ("venv/lib/python3.11/site-packages", "/usr/local/lib/python3.11/dist-packages"),
        ("bin/odoo-of-image", "/usr/bin/odoo"),
    ];
    serde_json::json!({ "services": { service: { "volumes": mounts.map(mount) } } }).to_string()
}

/// The folder of the stand-ins.
pub fn folder() -> std::path::PathBuf {
    root().join("tests/e2e/images")
}

/// The stand-in for an image: of the same program and version.
fn stand_in(image: &str) -> Option<(&'static str, Debian)> {
    let found = STAND_INS.iter().find(|(name, ..)| image.starts_with(name));
    found.map(|(_, folder, debian)| (*folder, *debian))
}

/// The image that those of the deployment are built on.
pub fn base() -> String {
    base_of(BOOKWORM)
}

/// Its tag follows from the list of packages.
fn base_of(debian: Debian) -> String {
    let packages = std::fs::read(folder().join(debian.packages)).unwrap();
    let digest: String = Sha256::digest(packages).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let image = format!("stackgen-e2e-base:{digest}");
    if docker_says(&["images", "-q", &image]).is_empty() {
        let files = root().join(debian.files);
        assert!(Path::new(&files).is_file(), "{} is missing: scripts/e2e makes it", debian.files);
        succeeds(docker(&["import"]).arg(files).arg(&image));
    }
    image
}
