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

/// The images of the services, each place once, and who uses it.
pub(super) fn images(stack: &Stack) -> Vec<(&At<Image>, &str)> {
    let mut images: Vec<(&At<Image>, &str)> = Vec::new();
    for container in stack.active() {
        if let Some(image) =
            container.image.as_ref().filter(|image| images.iter().all(|(of, _)| of.span() != image.span()))
        {
            images.push((image, container.service.as_str()));
        }
    }
    images
}

/// Looks at the tag of each image; a digest is more than a tag.
pub fn check(stack: &Stack, report: &mut Report) {
    for (image, name) in images(stack) {
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
