//! An allowance matches no finding.
//!
//! # Why
//! The finding that it allowed was fixed, or is now at another key. If the allowance stays, it hides the same
//! mistake when somebody makes it again.
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
