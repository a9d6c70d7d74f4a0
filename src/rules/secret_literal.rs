//! A credential stands in the input.
//!
//! # Why
//! The input is committed, reviewed and copied: what stands in it is known to everyone who reads
//! the repository, for ever. It holds the names of secrets; their values live in `.env` or in files.
//! A string is taken for a credential by its form (providers' keys, private keys, JSON web tokens,
//! `user:password@` in a URL, a password on a command line), by the name of its key, or because a
//! reference belongs in its place. Its value is never shown.
//!
//! # Wrong
//! [redis]
//! password = "hunter2"
//!
//! # Right
//! [redis]
//! password = { secret = "redis_password" }

use crate::document::VARIABLE;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

const OF_VARIABLE: &str = "name a variable, like `ODOO_DB_PASSWORD`; if this is the value itself, put it into .env under \
                           that name, and replace it where it is used";

const OTHERWISE: &str = "name it under [secrets], put the value into .env, refer to it by `{ secret = \"…\" }`, and replace \
                         the value that stood here";

/// Reports every string that looks like a credential.
pub fn check_document(credentials: &[Credential], report: &mut Report) {
    for credential in credentials {
        report.at(&credential.span, format!("this is {}", credential.why)).help(if credential.why == VARIABLE {
            OF_VARIABLE
        } else {
            OTHERWISE
        });
    }
}
