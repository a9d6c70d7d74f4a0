//! The input contains a credential.
//!
//! # Why
//! The input is committed, reviewed and copied. Everyone who can read the repository sees the values in it, and
//! they stay in the history. Write only the names of secrets into the input; their values belong in `.env` or in
//! files.
//!
//! stackgen recognises a credential by its form (keys of providers, private keys, JSON web tokens, `user:password@`
//! in a URL, a password on a command line), by the name of its key, or because the key takes a reference. It never
//! shows the value.
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

const OF_VARIABLE: &str = "write the name of a variable, like `ODOO_DB_PASSWORD`; if this is the value itself, put it \
                           into `.env` under that name, and replace it, because it is exposed";

const OTHERWISE: &str = "declare it under `[secrets]`, put the value into `.env`, use the reference \
                         `{ secret = \"…\" }` here, and replace the value, because it is exposed";

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
