//! Two major versions of PostgreSQL share one volume.
//!
//! # Why
//! Modes with different major versions of PostgreSQL use the same volume. A server does not start on the data
//! folder of another major version: after the first start in one mode, the server cannot start in the other.
//!
//! # Wrong
//! [modes.next.postgres]
//! image = "postgres:16-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//!
//! # Right
//! [modes.next.postgres]
//! image = "postgres:16-alpine@sha256:0000000000000000000000000000000000000000000000000000000000000000"
//! volume = "postgres16_data"

use crate::rule::prelude::*;
use std::collections::BTreeMap;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "PostgreSQL does not start on data of another major version";

/// Compares the versions of each volume in the base and in every mode.
pub fn check_modes(stacks: &[&Stack], report: &mut Report) {
    let mut known = BTreeMap::new();
    for stack in stacks {
        let (Some((volume, major, origin)), Some(release)) = (stack.postgres_volume(), &stack.postgres().release)
        else {
            continue;
        };
        let first = *known.entry(volume.clone()).or_insert(major);
        if first == major {
            continue;
        }
        let mode = stack.mode.as_ref().map_or("the base", |mode| mode.as_str());
        report
            .at(
                &release.image,
                format!("in {mode}, PostgreSQL {major} uses the volume of PostgreSQL {first}, `{volume}`"),
            )
            .also(&origin, "the volume")
            .help("set a separate `postgres.volume` in that mode");
    }
}
