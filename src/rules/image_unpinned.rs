//! An image that changes under its name.
//!
//! # Why
//! Without a tag, or with `latest`, each pull may bring another version: what was tested is not what
//! runs, and two hosts run different things under one name.
//!
//! # Wrong
//! [services.api]
//! image = "api"
//!
//! # Right
//! [services.api]
//! image = "api:1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;
use crate::units::Image;

pub const SEVERITY: Severity = Warning;

/// Looks at the tag of each image; a digest is more than a tag.
pub fn check(stack: &Stack, report: &mut Report) {
    for (image, name) in super::image_without_digest::images(stack) {
        if !is_unpinned(image) {
            continue;
        }
        let what = if image.tag().is_some() { "takes" } else { "names no version, which is" };
        report
            .at(image, format!("`{name}` {what} `latest`: whatever was pushed last"))
            .help("name a version, or a digest");
    }
}

/// Whether nothing says which version of an image runs.
pub(super) fn is_unpinned(image: &Image) -> bool {
    image.digest().is_none() && image.tag().is_none_or(|tag| tag == "latest")
}
