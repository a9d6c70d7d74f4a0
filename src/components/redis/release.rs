//! Which version of Redis or Valkey an image holds.

use crate::model::{Release, plausible, reach};
use crate::origin::{At, Span};
use crate::units::{Image, Version};

impl Release {
    /// The release of Redis or of Valkey, depending on the image.
    pub(super) fn of_redis(section: Span, image: At<Image>, written: Option<At<Version>>) -> Self {
        let told = redis(&image);
        let version = |&(major, minor): &(u32, Option<u32>)| Version { major, minor };
        let (program, known) = if runs_valkey(&image) { ("Valkey", &VALKEY[..]) } else { ("Redis", &REDIS[..]) };
        let known = known.iter().map(version).collect();
        Self { program, key: "redis.version", section, image, told, written, known }
    }
}

/// Whether an image is one of Valkey, according to the last part of its name.
#[must_use]
pub fn runs_valkey(image: &Image) -> bool {
    image.name().rsplit('/').next().is_some_and(|name| name.contains("valkey"))
}

/// The servers of the table of directives that represent a version of Redis or Valkey: one, or for 7.2 its neighbours,
/// of which one is enough.
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

/// Versions of Redis: the first whose Sentinel takes host names, and those since.
const REDIS: [(u32, Option<u32>); 5] = [(6, Some(2)), (7, Some(0)), (7, Some(2)), (7, Some(4)), (8, None)];

/// Versions of Valkey, which went on from Redis 7.2.
const VALKEY: [(u32, Option<u32>); 3] = [(7, Some(2)), (8, None), (9, None)];

/// Names of images whose tags begin with the version of Redis or Valkey (docker-library/redis,
/// valkey-io/valkey-container, bitnami, redis/redis-stack-server).
const OF_REDIS: [&str; 3] = ["redis", "valkey", "redis-stack-server"];

fn redis(image: &Image) -> Option<Version> {
    let name = image.name().rsplit('/').next()?;
    OF_REDIS.contains(&name).then(|| plausible(Version::at_start(image.tag()?), 2..=20))?
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
}
