//! Which version of PostgreSQL an image holds.

use super::table::POSTGRES_VERSIONS;
use crate::model::{Release, plausible};
use crate::origin::{At, Span};
use crate::units::{Image, Version};

impl Release {
    /// PostgreSQL's.
    pub(super) fn of_postgres(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = postgres_of_image(&image);
        let known = POSTGRES_VERSIONS.map(|major| Version { major, minor: None }).collect();
        Self { program: "PostgreSQL", key: "postgres.version", section, image, told, written, known }
    }
}

/// Names of images whose tags begin with the version of PostgreSQL (docker-library/postgres, bitnami/postgresql,
/// postgis/postgis, supabase/postgres).
const OF_POSTGRES: [&str; 3] = ["postgres", "postgresql", "postgis"];

/// The version of PostgreSQL that the tag of an image shows: a part like `pg17` of any tag (pgvector/pgvector,
/// timescale/timescaledb), otherwise the start of the tag if the image has the name of PostgreSQL.
#[must_use]
pub fn postgres_of_image(image: &Image) -> Option<Version> {
    let tag = image.tag()?;
    let part = |part: &str| Version::at_start(part.strip_prefix("pg")?);
    let by_name = || {
        let name = image.name().rsplit('/').next()?;
        OF_POSTGRES.contains(&name).then(|| Version::at_start(tag))?
    };
    plausible(tag.split(['-', '_']).find_map(part).or_else(by_name), 8..=40)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit as _;

    #[test]
    fn tags_tell_the_version_of_postgres() {
        let of = |image: &str| postgres_of_image(&Image::parse(image).unwrap()).map(|version| version.major);
        for (image, version) in [
            ("postgres:18-alpine", Some(18)),
            ("postgres:17.2", Some(17)),
            ("docker.io/library/postgres:16.4-bookworm", Some(16)),
            ("postgres:18beta1-alpine", Some(18)),
            ("pgvector/pgvector:pg16", Some(16)),
            ("pgvector/pgvector:0.8.0-pg17", Some(17)),
            ("timescale/timescaledb:2.17.2-pg15-oss", Some(15)),
            ("postgis/postgis:16-3.4", Some(16)),
            ("bitnami/postgresql:17.2.0-debian-12-r0", Some(17)),
            ("localhost:5000/db/postgres:15", Some(15)),
            ("postgres:alpine", None),
            ("postgres", None),
            ("pgvector/pgvector:0.8.0", None),
            ("registry.example.com:5000/team/postgres:2.1", None),
            ("registry.example.com/team/postgres:20250101", None),
            ("registry.example.com/shop/database:3.1", None),
        ] {
            assert_eq!(of(image), version, "{image}");
        }
    }
}
