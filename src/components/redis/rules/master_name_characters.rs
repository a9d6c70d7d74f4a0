//! A name of the master that tools cannot read.
//!
//! # Why
//! Sentinel takes any name (7.0.15, observed: `my/master$é`), and everything that talks to it has to
//! agree: clients' URLs, commands, monitoring. Letters, digits, `.`, `_` and `-` are safe everywhere.
//!
//! # Wrong
//! [redis.sentinel]
//! master_name = "my/master"
//!
//! # Right
//! [redis.sentinel]
//! master_name = "my-master"

use crate::rule::prelude::*;

/// Its findings stop a build; the type of the name reports them.
pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "the type of the key takes no other name";
