//! A worker is never replaced in time.
//!
//! # Why
//! Above `limit_memory_soft` a worker is replaced after its request; at `limit_memory_hard` its
//! allocations fail. With the soft limit above the hard one the requests fail first. A hard limit of 0
//! is none.
//!
//! # Wrong
//! [odoo.options]
//! limit_memory_soft = "3 GiB"
//!
//! # Right
//! [odoo.options]
//! limit_memory_soft = "2 GiB"

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// Compares the two limits.
pub fn check(stack: &Stack, report: &mut Report) {
    let (Some(soft), Some(hard)) = (stack.odoo().number("limit_memory_soft"), stack.odoo().number("limit_memory_hard"))
    else {
        return;
    };
    if *soft <= *hard || *hard == 0 {
        return;
    }
    let (low, high) = (Bytes::new(*soft).human(), Bytes::new(*hard).human());
    report
        .at(&soft, format!("limit_memory_soft of {low} is above limit_memory_hard of {high}"))
        .also_all([(&hard, "the hard limit".to_owned())])
        .help("four fifths of the hard limit are usual");
}
