//! A volume is mounted inside another volume.
//!
//! # Why
//! Files below the inner mount are stored only in the inner volume. A backup or a restore of the outer volume
//! leaves them out without a warning, because the outer volume holds an empty folder there (Docker 20.10,
//! observed).
//!
//! # Wrong
//! [services.api]
//! volumes = [{ source = { volume = "data" }, target = "/data" }, { source = { volume = "cache" }, target = "/data/cache" }]
//!
//! # Right
//! [services.api]
//! volumes = [{ source = { volume = "data" }, target = "/data" }, { source = { volume = "cache" }, target = "/cache" }]

use crate::model::{Mount, MountSource};
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Advice;

fn volume(mount: &Mount) -> Option<&str> {
    match &mount.source {
        MountSource::Volume(name) => Some(name.as_str()),
        MountSource::Bind(_) => None,
    }
}

fn inside(inner: &Mount, outer: &Mount) -> bool {
    let below = inner.target.as_str().strip_prefix(outer.target.as_str().trim_end_matches('/'));
    below.is_some_and(|rest| rest.starts_with('/') && rest.len() > 1)
}

/// Compares the targets of the volumes of each active container.
pub fn check(stack: &Stack, report: &mut Report) {
    for mounts in stack.active().map(|container| &container.mounts) {
        for inner in mounts {
            let Some(name) = volume(inner) else { continue };
            let outer = mounts.iter().find(|outer| volume(outer).is_some() && inside(inner, outer));
            let Some((outer, around)) = outer.and_then(|outer| Some((outer, volume(outer)?))) else { continue };
            report
                .at(&inner.source.origin(), format!("the volume `{name}` is mounted inside the volume `{around}`"))
                .also(&outer.source.origin(), "the outer volume")
                .help(format!("back up both volumes, or remove the inner one: its files are not in `{around}`"));
        }
    }
}
