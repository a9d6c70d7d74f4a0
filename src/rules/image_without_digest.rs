//! An image is pinned by its tag, not by a digest.
//!
//! # Why
//! A tag is a name that its publisher can move to another image at any time. A digest identifies the image itself.
//! `docker buildx imagetools inspect IMAGE` shows the digest.
//!
//! # Wrong
//! [services.api]
//! image = "api:1.0"
//!
//! # Right
//! [services.api]
//! image = "api:1.0@sha256:0000000000000000000000000000000000000000000000000000000000000000"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

/// Looks at each image that has a tag.
pub fn check(stack: &Stack, report: &mut Report) {
    for (image, name) in super::image_unpinned::images(stack) {
        if image.digest().is_none() && !super::image_unpinned::is_unpinned(image) {
            report
                .at(image, format!("the image of `{name}` has no digest: its tag can be moved to another image"))
                .help("append the digest to the tag: `image:tag@sha256:…`");
        }
    }
}
