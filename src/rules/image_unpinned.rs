//! An image has no fixed version.
//!
//! # Why
//! Without a tag, or with `latest`, each pull may fetch another version. The version that runs may differ from the
//! one that was tested, and two hosts may run different versions under one name.
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

/// The images of the active services, each place once, and the service that uses it.
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

/// Looks at the tag of each image; an image with a digest is pinned already.
pub fn check(stack: &Stack, report: &mut Report) {
    for (image, name) in images(stack) {
        if !is_unpinned(image) {
            continue;
        }
        let what = if image.tag().is_some() { "has the tag" } else { "has no tag, which means" };
        report
            .at(image, format!("the image of `{name}` {what} `latest`: each pull may fetch another version"))
            .help("add a version tag, or a digest");
    }
}

/// Whether neither a tag nor a digest fixes the version of an image.
pub(super) fn is_unpinned(image: &Image) -> bool {
    image.digest().is_none() && image.tag().is_none_or(|tag| tag == "latest")
}
