//! Which version of a program a container runs: what the input says, and what the tag of its image tells.

use std::ops::RangeInclusive;

use crate::origin::{At, Span};
use crate::tables::POSTGRES_VERSIONS;
use crate::units::{Image, Version};

/// What is known of a program's version.
#[derive(Debug, Clone)]
pub struct Release {
    /// The program.
    pub program: &'static str,
    /// The key that says it.
    pub key: &'static str,
    /// The section that has the key.
    pub section: Span,
    /// The image.
    pub image: At<Image>,
    /// What the tag of the image tells.
    pub told: Option<Version>,
    /// What the input says.
    pub written: Option<At<Version>>,
    /// The versions whose settings are known here.
    pub known: RangeInclusive<u32>,
}

impl Release {
    /// PostgreSQL's.
    pub(super) fn of_postgres(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = postgres(&image);
        Self { program: "PostgreSQL", key: "postgres.version", section, image, told, written, known: POSTGRES_VERSIONS }
    }

    /// The version: as it is written, else as the tag tells it.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.written.as_deref().copied().or(self.told)
    }

    /// The known version by which settings are judged: the nearest one.
    #[must_use]
    pub fn nearest(&self) -> u32 {
        let (oldest, newest) = (*self.known.start(), *self.known.end());
        self.version().map_or(newest, |version| version.major.clamp(oldest, newest))
    }
}

/// Names of images whose tags begin with the version of PostgreSQL (docker-library/postgres, bitnami/postgresql,
/// postgis/postgis, supabase/postgres).
const OF_POSTGRES: [&str; 3] = ["postgres", "postgresql", "postgis"];

/// A part `pg17` of any tag tells it (pgvector/pgvector, timescale/timescaledb); else the tag's beginning, where the image is
/// called PostgreSQL's.
fn postgres(image: &Image) -> Option<Version> {
    let tag = image.tag()?;
    let part = |part: &str| Version::at_start(part.strip_prefix("pg")?);
    let by_name = || {
        let name = image.name().rsplit('/').next()?;
        OF_POSTGRES.contains(&name).then(|| Version::at_start(tag))?
    };
    tag.split(['-', '_']).find_map(part).or_else(by_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Unit as _;

    #[test]
    fn tags_tell_the_version_of_postgres() {
        let of = |image: &str| postgres(&Image::parse(image).unwrap()).map(|version| version.major);
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
            ("registry.example.com/shop/database:3.1", None),
        ] {
            assert_eq!(of(image), version, "{image}");
        }
    }
}
