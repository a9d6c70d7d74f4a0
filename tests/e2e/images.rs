//! The stand-ins for the official images, built from Debian's packages under the names that the
//! generated files use.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::engine::{docker, docker_says};
use crate::support::{root, succeeds};

/// Where the package of Odoo has its libraries.
const LIBRARIES: &str = "root/usr/lib/python3/dist-packages/odoo";

/// Where `scripts/e2e` puts the files of the base image.
const BASE_FILES: &str = "target/e2e/base.tar";

/// Builds the image of every service that names one.
pub fn build(project: &Value) {
    let base = base();
    for (name, service) in project["services"].as_object().unwrap() {
        let Some(image) = service["image"].as_str().filter(|_| service["build"].is_null()) else { continue };
        let stand_in = stand_in(image);
        let folder = folder().join(stand_in);
        assert!(folder.is_dir(), "{name}: nothing stands in for the image {image}");
        let base = format!("BASE={base}");
        succeeds(docker(&["build", "-q", "-t", image, "--build-arg", &base]).arg(folder).env("DOCKER_BUILDKIT", "0"));
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

/// The stand-in for an image: of the same program.
fn stand_in(image: &str) -> &'static str {
    let name = image.split(':').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    ["redis", "postgres", "odoo", "haproxy"].into_iter().find(|program| name.starts_with(program)).unwrap_or("none")
}

/// The image that all are built on. Its tag follows from the list of packages.
pub fn base() -> String {
    let packages = std::fs::read(folder().join("packages.txt")).unwrap();
    let digest: String = Sha256::digest(packages).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let image = format!("stackgen-e2e-base:{digest}");
    if docker_says(&["images", "-q", &image]).is_empty() {
        let files = root().join(BASE_FILES);
        assert!(Path::new(&files).is_file(), "{BASE_FILES} is missing: scripts/e2e makes it");
        succeeds(docker(&["import"]).arg(files).arg(&image));
    }
    image
}
