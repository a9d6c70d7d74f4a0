//! A volume of PostgreSQL that another major version has written.
//!
//! # Why
//! A server does not start on the data folder of another major version. The list of generated files
//! notes the version of each volume at every build; this one differs from the last.
//!
//! Dump the databases with the old server (`pg_dumpall`), give the new one a volume of its own
//! (`postgres.volume`) and restore them there; or move the data in place (`pg_upgrade`). Where the volume
//! has the data of the new version, or none yet, `stackgen build --data-migrated` says so, once. The images from 18 on
//! mount the volume a folder higher, and look for the data of 18 in `18/docker` of it: move what `pg_upgrade` made there.
//!
//! # Wrong
//! [stack]
//! name = "upgraded"
//!
//! # Right
//! [stack]
//! name = "shop"

use crate::rule::prelude::*;
use crate::surroundings::Surroundings;

pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "PostgreSQL does not start on data of another major version";

/// Compares the version with the one that is noted.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    let (Some((volume, major, _)), Some(release)) = (stack.postgres_volume(), &stack.postgres().release) else {
        return;
    };
    let Some(before) = surroundings.recorded_postgres(&stack.output, &volume).filter(|before| *before != major) else {
        return;
    };
    let message = format!("the volume `{volume}` was built for PostgreSQL {before}, this is {major}");
    let finding = report.at(&release.place(), message);
    finding.help(format!(
        "dump with {before}, give {major} a `postgres.volume` of its own and restore there; where the data is that of {major} \
         already: `stackgen build --data-migrated`"
    ));
}
