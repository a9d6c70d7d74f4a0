//! An allowance that allows nothing.
//!
//! # Why
//! What it accepted was put right, or has moved. Left in place, it would hide the same mistake when
//! somebody makes it again.
//!
//! # Wrong
//! [[rules.allow]]
//! rule = "nested-volumes"
//! at = "odoo.volume"
//! reason = "both volumes are backed up"
//!
//! # Right
//! [rules]
//! allow = []

use crate::rule::prelude::*;

/// Its findings are warnings; `policy` reports them.
pub const SEVERITY: Severity = Warning;
