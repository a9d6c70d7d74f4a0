//! The stand-ins for the official images, built from Debian's packages under the names that the
//! generated files use.

use std::path::Path;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::engine::{docker, docker_says};
use crate::support::{root, succeeds};

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

/// The folder of the stand-ins.
pub fn folder() -> std::path::PathBuf {
    root().join("tests/e2e/images")
}

/// The stand-in for an image: of the same program.
fn stand_in(image: &str) -> &'static str {
    let name = image.split(':').next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    ["redis", "postgres", "odoo"].into_iter().find(|program| name.starts_with(program)).unwrap_or("none")
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
