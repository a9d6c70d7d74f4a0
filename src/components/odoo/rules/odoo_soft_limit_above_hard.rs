//! `limit_memory_soft` is above `limit_memory_hard`.
//!
//! # Why
//! Above `limit_memory_soft`, Odoo replaces a worker after its current request. At `limit_memory_hard`, the
//! worker's allocations fail. If the soft limit is above the hard limit, requests fail before Odoo can replace the
//! worker. A hard limit of 0 means no limit.
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
        .at(&soft, format!("`limit_memory_soft` of {low} is above `limit_memory_hard` of {high}"))
        .also_all([(&hard, "the hard limit".to_owned())])
        .help("set `limit_memory_soft` to about four fifths of `limit_memory_hard`");
}
