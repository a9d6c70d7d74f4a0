//! A client uses a Redis database that does not exist.
//!
//! # Why
//! Databases are numbered from 0 to `databases` - 1. For a higher number, `SELECT` answers
//! `ERR DB index is out of range`, and the client cannot work.
//!
//! # Wrong
//! [services.api.environment]
//! URL = { redis = { db = 16 } }
//!
//! # Right
//! [services.api.environment]
//! URL = { redis = { db = 15 } }

use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

/// No fix adds more databases than this: each takes memory when the server starts.
const MOST: u32 = 1024;

/// Compares every client's index with the number of databases.
pub fn check(stack: &Stack, report: &mut Report) {
    let Some(redis) = stack.redis() else { return };
    for client in stack.active_redis_clients().iter().filter(|client| *client.db >= *redis.databases) {
        report
            .at(
                &client.db,
                format!("database {} does not exist: Redis has databases 0 to {}", *client.db, *redis.databases - 1),
            )
            .also_all([(&redis.databases, counted(*redis.databases, "database"))])
            .help("use a lower index, or raise `redis.databases`")
            .fix_if((*client.db < MOST).then(|| {
                Fix::suggested("raise the number of databases").set(&redis.databases, "databases", *client.db + 1)
            }));
    }
}
