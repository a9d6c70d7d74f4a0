//! The PostgreSQL volume belongs to another major version.
//!
//! # Why
//! A server does not start on the data folder of another major version. Every build records the PostgreSQL version
//! of each volume in the list of generated files. The version of this build differs from the recorded one.
//!
//! To migrate, dump the databases with the old server (`pg_dumpall`), give the new server its own volume
//! (`postgres.volume`) and restore them there. Alternatively, upgrade the data in place (`pg_upgrade`). If the
//! volume already holds the data of the new version, or no data yet, run `stackgen build --data-migrated` once.
//! The images of version 18 and later mount the volume one folder higher and expect the data of version 18 in the
//! volume's subfolder `18/docker`, so move the upgraded data into that subfolder.
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

/// Compares the version with the recorded one.
pub fn check_around(stack: &Stack, surroundings: &dyn Surroundings, report: &mut Report) {
    let (Some((volume, major, _)), Some(release)) = (stack.postgres_volume(), &stack.postgres().release) else {
        return;
    };
    let Some(before) = surroundings.recorded_postgres(&stack.output, &volume).filter(|before| *before != major) else {
        return;
    };
    let message = format!("the volume `{volume}` was built for PostgreSQL {before}, but this is PostgreSQL {major}");
    let finding = report.at(&release.place(), message);
    finding.help(format!(
        "dump with PostgreSQL {before}, give PostgreSQL {major} its own `postgres.volume` and restore there; if the \
         data is already that of {major}, run `stackgen build --data-migrated`"
    ));
}
