//! Which version of a program a container runs: what the input says, and what the tag of its image tells.

use crate::origin::{At, Origin, Span};
use crate::tables::{ODOO_VERSIONS, POSTGRES_VERSIONS};
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
    /// The versions that are known here, the oldest first.
    pub known: Vec<Version>,
}

impl Release {
    /// PostgreSQL's.
    pub(super) fn of_postgres(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = postgres_of_image(&image);
        let known = POSTGRES_VERSIONS.map(|major| Version { major, minor: None }).collect();
        Self { program: "PostgreSQL", key: "postgres.version", section, image, told, written, known }
    }

    /// That of Redis, or of Valkey, which its image says.
    pub(super) fn of_redis(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = redis(&image);
        let version = |&(major, minor): &(u32, Option<u32>)| Version { major, minor };
        let (program, known) = if runs_valkey(&image) { ("Valkey", &VALKEY[..]) } else { ("Redis", &REDIS[..]) };
        let known = known.iter().map(version).collect();
        Self { program, key: "redis.version", section, image, told, written, known }
    }

    /// Odoo's.
    pub(super) fn of_odoo(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = odoo(&image);
        let known = ODOO_VERSIONS.map(|major| Version { major, minor: None }).collect();
        Self { program: "Odoo", key: "odoo.version", section, image, told, written, known }
    }

    /// The version: as it is written, else as the tag tells it.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.written.as_deref().copied().or(self.told)
    }

    /// The major version by which its settings are checked: the nearest one that is known; where nothing tells it, the newest.
    #[must_use]
    pub fn nearest_major(&self) -> u32 {
        let newest = self.known.last().map_or(0, |version| version.major);
        let oldest = self.known.first().map_or(0, |version| version.major);
        self.version().map_or(newest, |version| version.major.clamp(oldest, newest))
    }

    /// Where the version was decided: the key, or the image.
    #[must_use]
    pub fn place(&self) -> Origin {
        self.written.as_ref().map_or(self.image.origin(), At::origin)
    }

    /// The newest version that is known.
    #[must_use]
    pub fn newest(&self) -> Option<Version> {
        self.known.last().copied()
    }

    /// The version, where it is older than all that are known.
    #[must_use]
    pub fn too_old(&self) -> Option<Version> {
        let oldest = self.known.first()?;
        self.version().filter(|version| reach(*version) < (oldest.major, oldest.minor.unwrap_or(0)))
    }

    /// The version, where its major version is newer than all that are known.
    #[must_use]
    pub fn too_new(&self) -> Option<Version> {
        let newest = self.newest()?;
        self.version().filter(|version| version.major > newest.major)
    }
}

/// Whether an image is one of Valkey, as the last part of its name says.
#[must_use]
pub fn runs_valkey(image: &Image) -> bool {
    image.name().rsplit('/').next().is_some_and(|name| name.contains("valkey"))
}

/// The servers of the table of directives that stand for a version of Redis or Valkey: one, or for 7.2 its neighbours, of
/// which one is enough.
#[must_use]
pub fn redis_servers(release: &Release) -> &'static [&'static str] {
    let version = release.version().map_or((u32::MAX, 0), reach);
    match (release.program, version) {
        ("Valkey", (..8, _)) | (_, (7, 2 | 3)) => &["7.0", "7.4"],
        ("Valkey", (8, _)) => &["v8.1"],
        ("Valkey", _) => &["v9.1"],
        (_, (..7, _)) => &["6.2"],
        (_, (7, ..2)) => &["7.0"],
        (_, (7, _)) => &["7.4"],
        _ => &["8.0"],
    }
}

/// A tag without a minor version moves to the newest one.
fn reach(version: Version) -> (u32, u32) {
    (version.major, version.minor.unwrap_or(u32::MAX))
}

/// Versions of Redis: the first whose Sentinel takes host names, and those since.
const REDIS: [(u32, Option<u32>); 5] = [(6, Some(2)), (7, Some(0)), (7, Some(2)), (7, Some(4)), (8, None)];

/// Versions of Valkey, which went on from Redis 7.2.
const VALKEY: [(u32, Option<u32>); 3] = [(7, Some(2)), (8, None), (9, None)];

/// Names of images whose tags begin with the version of Redis or Valkey (docker-library/redis, valkey-io/valkey-container,
/// bitnami, redis/redis-stack-server).
const OF_REDIS: [&str; 3] = ["redis", "valkey", "redis-stack-server"];

fn redis(image: &Image) -> Option<Version> {
    let name = image.name().rsplit('/').next()?;
    OF_REDIS.contains(&name).then(|| plausible(Version::at_start(image.tag()?), 2..=20))?
}

/// A number that can be a version of the program: people give images dates and versions of their own.
fn plausible(version: Option<Version>, majors: std::ops::RangeInclusive<u32>) -> Option<Version> {
    version.filter(|version| majors.contains(&version.major))
}

/// Tags of images that are called Odoo's begin with the version (odoo/docker).
fn odoo(image: &Image) -> Option<Version> {
    let name = image.name().rsplit('/').next()?;
    (name == "odoo").then(|| plausible(Version::at_start(image.tag()?), 8..=40))?
}

/// Names of images whose tags begin with the version of PostgreSQL (docker-library/postgres, bitnami/postgresql,
/// postgis/postgis, supabase/postgres).
const OF_POSTGRES: [&str; 3] = ["postgres", "postgresql", "postgis"];

/// The version of PostgreSQL that the tag of an image tells. A part `pg17` of any tag does (pgvector/pgvector,
/// timescale/timescaledb); else the tag's beginning, where the image is
/// called PostgreSQL's.
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
    fn tags_tell_the_version_of_redis() {
        let of = |image: &str| redis(&Image::parse(image).unwrap()).map(|version| version.to_string());
        for (image, version) in [
            ("redis:7-alpine", Some("7")),
            ("redis:7.4.1", Some("7.4")),
            ("redis:6.0-alpine", Some("6.0")),
            ("valkey/valkey:8-alpine", Some("8")),
            ("docker.io/bitnami/valkey:8.1.3-debian-12-r0", Some("8.1")),
            ("redis/redis-stack-server:7.4.0-v1", Some("7.4")),
            ("redis:alpine", None),
            ("registry.example.com/shop/cache:3", None),
            ("ghcr.io/shop/redis:20250101", None),
        ] {
            assert_eq!(of(image).as_deref(), version, "{image}");
        }
    }

    #[test]
    fn valkey_is_known_by_the_name_of_the_image() {
        for (image, is) in [
            ("valkey/valkey:8", true),
            ("bitnami/valkey:8", true),
            ("ghcr.io/valkey-move/redis:7.2", false),
            ("valkey.example.com/redis:8", false),
        ] {
            assert_eq!(runs_valkey(&Image::parse(image).unwrap()), is, "{image}");
        }
    }

    #[test]
    fn versions_are_compared_as_far_as_they_are_said() {
        let of = |image: &str| {
            Release::of_redis(Span::default(), At::default_of(Image::parse(image).unwrap(), Span::default(), ""), None)
        };
        for (image, too_old, too_new) in [
            ("redis:6.0-alpine", true, false),
            ("redis:5", true, false),
            ("redis:6", false, false),
            ("redis:6.2", false, false),
            ("redis:8.6", false, false),
            ("redis:9", false, true),
            ("valkey/valkey:9", false, false),
            ("valkey/valkey:10", false, true),
            ("redis:alpine", false, false),
        ] {
            let release = of(image);
            assert_eq!((release.too_old().is_some(), release.too_new().is_some()), (too_old, too_new), "{image}");
        }
    }

    #[test]
    fn tags_tell_the_version_of_odoo() {
        let of = |image: &str| odoo(&Image::parse(image).unwrap()).map(|version| version.to_string());
        for (image, version) in [
            ("odoo:17.0", Some("17.0")),
            ("odoo:19.0-20260723", Some("19.0")),
            ("registry.example.com/shop/odoo:18", Some("18")),
            ("odoo:latest", None),
            ("odoo:saas-18.4", None),
            ("eergygroup/odoo19:chile-1.0.5", None),
            ("ghcr.io/shop/odoo:1.4.2", None),
            ("ghcr.io/shop/odoo:20251120", None),
        ] {
            assert_eq!(of(image).as_deref(), version, "{image}");
        }
    }

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
