//! An image whose tag can be moved.
//!
//! # Why
//! A tag is a name that its publisher can give to another image at any time; a digest is the image
//! itself. `docker buildx imagetools inspect IMAGE` shows it.
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
                .at(image, format!("the tag of `{name}` can be moved to another image"))
                .help("add the digest behind the tag: `image:tag@sha256:…`");
        }
    }
}
