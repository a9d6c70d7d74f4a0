//! The master name has characters that some tools cannot handle.
//!
//! # Why
//! Sentinel accepts any name (7.0.15, observed: `my/master$é`), but everything that uses the name has to accept it
//! too: client URLs, commands, monitoring. Letters, digits, `.`, `_` and `-` are safe everywhere.
//!
//! # Wrong
//! [redis.sentinel]
//! master_name = "my/master"
//!
//! # Right
//! [redis.sentinel]
//! master_name = "my-master"

use crate::rule::prelude::*;

/// Its findings stop a build; the type of the key reports them.
pub const SEVERITY: Severity = Error;

pub const REFUSED_BY: &str = "the key accepts no other name";
