//! An image does not match the platform of the host.
//!
//! # Why
//! Most images are built for several platforms, and the engine selects the one of its host. Some names stand for
//! one platform only: the images of Docker Hub's per-architecture organisations (`arm64v8/redis`,
//! `amd64/postgres`), and tags such as `1.0-arm64`. On another host such a container exits at once with
//! `exec format error`. Where the engine has an emulator (Docker Desktop), the container runs several times
//! slower.
//!
//! # Wrong
//! [host]
//! platform = "linux/amd64"
//!
//! [redis]
//! image = "arm64v8/redis:7-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [host]
//! platform = "linux/amd64"
//!
//! [redis]
//! image = "redis:7-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::input::Platform;
use crate::rule::prelude::*;
use crate::units::Image;

pub const SEVERITY: Severity = Warning;

/// The words for architectures in names of images, and the platform that they mean, where a host can have it
/// (docker-library/official-images, "Architectures other than amd64?"; `uname -m`; Debian's and Go's names).
const WORDS: [(&str, Option<Platform>); 14] = [
    ("amd64", Some(Platform::Amd64)),
    ("arm32v5", None),
    ("arm32v6", None),
    ("arm32v7", None),
    ("arm64", Some(Platform::Arm64)),
    ("arm64v8", Some(Platform::Arm64)),
    ("aarch64", Some(Platform::Arm64)),
    ("armhf", None),
    ("armv7", None),
    ("i386", None),
    ("ppc64le", None),
    ("riscv64", None),
    ("s390x", None),
    ("x86_64", Some(Platform::Amd64)),
];

/// The architectures that the name and the tag of an image mention.
fn named(image: &Image) -> Vec<(&'static str, Option<Platform>)> {
    let text = format!("{}:{}", image.name(), image.tag().unwrap_or_default());
    let bounded = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
            !before.is_some_and(char::is_alphanumeric) && !behind.is_some_and(char::is_alphanumeric)
        })
    };
    WORDS.into_iter().filter(|(word, _)| bounded(word)).collect()
}

/// Compares each image that names an architecture with the host's platform.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(platform) = stack.host.as_ref().and_then(|host| host.platform.as_ref()) else { return };
    for (image, name) in super::image_unpinned::images(stack) {
        let named = named(image);
        let Some((word, _)) = named.first().filter(|_| named.iter().all(|(_, of)| *of != Some(**platform))) else {
            continue;
        };
        report
            .at(image, format!("the image of `{name}` is for {word}, the host is {}", platform.as_str()))
            .also(platform, "the host's platform")
            .help("use the image for this platform, or a multi-platform image");
    }
}
