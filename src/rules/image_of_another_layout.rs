//! An image does not have the layout of the official one.
//!
//! # Why
//! The generated files are written for the official images and for images with the same layout. Bitnami's images
//! have their own entrypoints and folders (`/opt/bitnami`, data in `/bitnami/postgresql`, user 1001:
//! bitnami/containers, redis 7.2 and postgresql 16). Redis Stack starts with `/entrypoint.sh`. `timescaledb-ha`
//! keeps its data in `/home/postgres/pgdata` (timescale/timescaledb-docker-ha, Dockerfile). With such an image the
//! start script does not find `docker-entrypoint.sh`, or the data is not in the volume and is lost with the
//! container.
//!
//! # Wrong
//! [redis]
//! image = "bitnami/redis:7.2@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [redis]
//! image = "redis:7.2@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;
use crate::units::Image;

pub const SEVERITY: Severity = Warning;

/// The ends of the names of images with another layout, and the official image of the same program.
const OTHERS: [(&str, &str); 9] = [
    ("bitnami/redis", "redis"),
    ("bitnamilegacy/redis", "redis"),
    ("bitnami/valkey", "valkey/valkey"),
    ("bitnamilegacy/valkey", "valkey/valkey"),
    ("bitnami/postgresql", "postgres"),
    ("bitnamilegacy/postgresql", "postgres"),
    ("redis/redis-stack", "redis"),
    ("redis/redis-stack-server", "redis"),
    ("timescale/timescaledb-ha", "timescale/timescaledb"),
];

fn official(image: &Image) -> Option<&'static str> {
    let is = |name: &str| image.name().strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    OTHERS.iter().find(|(name, _)| is(name)).map(|(_, official)| *official)
}

/// Looks at the images of the database and of Redis.
pub fn check(stack: &Stack, report: &mut Report) {
    for release in stack.releases() {
        let Some(official) = official(&release.image) else { continue };
        report
            .at(&release.image, format!("this {} image does not have the layout of the official one", release.program))
            .help(format!("use a `{official}` image, or allow this if yours has the same layout"));
    }
}
