//! The version of PostgreSQL that the files of an earlier build were for.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde_yaml::Value as Yaml;

use super::{LARGEST_LIST, read_at_most};
use crate::components::postgres::postgres_of_image;
use crate::units::{Image, Unit as _};

/// Where the images keep the data: up to 17, and since 18.
const DATA: [&str; 2] = ["/var/lib/postgresql/data", "/var/lib/postgresql"];

/// The volumes that the Compose file mounts as data of PostgreSQL, by their names in Docker, with the major version
/// from the tag of the image. Empty if the file cannot be read.
pub(super) fn of_compose_file(dir: &Utf8Path) -> BTreeMap<String, u32> {
    let bytes = read_at_most(&dir.join("docker-compose.yml"), LARGEST_LIST).ok().flatten().unwrap_or_default();
    let project: Yaml = serde_yaml::from_slice(&bytes).unwrap_or_default();
    let name = project.get("name").and_then(Yaml::as_str).unwrap_or_default();
    let services = project.get("services").and_then(Yaml::as_mapping).into_iter().flatten();
    let volumes = services.filter_map(|(_, service)| {
        let image = Image::parse(service.get("image")?.as_str()?).ok()?;
        let mounts = service.get("volumes")?.as_sequence()?;
        let text = |mount: &Yaml, key: &str| mount.get(key).and_then(Yaml::as_str).map(str::to_owned);
        let data = mounts.iter().find(|mount| text(mount, "target").is_some_and(|at| DATA.contains(&at.as_str())))?;
        Some((format!("{name}_{}", text(data, "source")?), postgres_of_image(&image)?.major))
    });
    volumes.collect()
}
