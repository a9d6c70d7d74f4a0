//! Every sentinel is needed to see that the master is down.
//!
//! # Why
//! With a quorum of all of them one lost sentinel is enough to keep every failover from beginning: the others never agree that
//! the master is down. The majority is what a failover needs in any case (redis 7.0.15, sentinel.c).
//!
//! # Wrong
//! [redis.sentinel]
//! count = 3
//! quorum = 3
//!
//! # Right
//! [redis.sentinel]
//! count = 3
//! quorum = 2

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the quorum with the number of sentinels.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some((_, sentinel)) = stack.active_sentinel() else { return };
    if *sentinel.count > 2 && *sentinel.quorum == *sentinel.count {
        report
            .at(
                &sentinel.quorum,
                format!("a quorum of all {}: one that is lost ends failover", counted(*sentinel.count, "sentinel")),
            )
            .also(&sentinel.count, "sentinels counted here")
            .help(format!("use {}, the majority of {}", sentinel.majority(), *sentinel.count))
            .fix(Fix::suggested("use the majority").set(&sentinel.quorum, "quorum", sentinel.majority()));
    }
}
