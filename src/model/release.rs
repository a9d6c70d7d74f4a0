//! Which version of a program a container runs: what the input says, and what the tag of its image tells.

use crate::origin::{At, Origin, Span};
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

/// A tag without a minor version moves to the newest one.
#[must_use]
pub fn reach(version: Version) -> (u32, u32) {
    (version.major, version.minor.unwrap_or(u32::MAX))
}

/// A number that can be a version of the program: people give images dates and versions of their own.
#[must_use]
pub fn plausible(version: Option<Version>, majors: std::ops::RangeInclusive<u32>) -> Option<Version> {
    version.filter(|version| majors.contains(&version.major))
}
