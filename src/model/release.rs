//! The version of the program in a container: according to the input, and according to the tag of its image.

use crate::origin::{At, Origin, Span};
use crate::units::{Image, Version};

/// What is known about the version of a program.
#[derive(Debug, Clone)]
pub struct Release {
    /// The program.
    pub program: &'static str,
    /// The key for the version.
    pub key: &'static str,
    /// The section that has the key.
    pub section: Span,
    /// The image.
    pub image: At<Image>,
    /// The version in the tag of the image.
    pub told: Option<Version>,
    /// The version in the input.
    pub written: Option<At<Version>>,
    /// The known versions, the oldest first.
    pub known: Vec<Version>,
}

impl Release {
    /// The version in the input, or else the one in the tag.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        self.written.as_deref().copied().or(self.told)
    }

    /// The major version for checking its settings: the closest known one, or the newest if the version is unknown.
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

    /// The newest known version.
    #[must_use]
    pub fn newest(&self) -> Option<Version> {
        self.known.last().copied()
    }

    /// The version, if it is older than all known ones.
    #[must_use]
    pub fn too_old(&self) -> Option<Version> {
        let oldest = self.known.first()?;
        self.version().filter(|version| reach(*version) < (oldest.major, oldest.minor.unwrap_or(0)))
    }

    /// The version, if its major version is newer than all known ones.
    #[must_use]
    pub fn too_new(&self) -> Option<Version> {
        let newest = self.newest()?;
        self.version().filter(|version| version.major > newest.major)
    }
}

/// The version for comparison: a tag without a minor version moves to the newest one.
#[must_use]
pub fn reach(version: Version) -> (u32, u32) {
    (version.major, version.minor.unwrap_or(u32::MAX))
}

/// The version, if it can be one of the program: people also tag images with dates and with their own versions.
#[must_use]
pub fn plausible(version: Option<Version>, majors: std::ops::RangeInclusive<u32>) -> Option<Version> {
    version.filter(|version| majors.contains(&version.major))
}
