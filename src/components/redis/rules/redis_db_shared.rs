//! Two services use the same Redis database.
//!
//! # Why
//! The keys of one service may overwrite those of the other, and `FLUSHDB` from one of them clears the data of
//! both. If the services are meant to share the database, set `shared = true`.
//!
//! With Sentinel, the sessions of Odoo are in database 0, whatever `sessions.db` says: the session module cannot
//! select another database.
//!
//! # Wrong
//! [services.api.environment]
//! URL = { redis = { db = 1 } }
//! [services.worker.environment]
//! URL = { redis = { db = 1 } }
//!
//! # Right
//! [services.api.environment]
//! URL = { redis = { db = 1, shared = true } }
//! [services.worker.environment]
//! URL = { redis = { db = 1, shared = true } }

use crate::components::redis::RedisClient;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Warning;

pub const DEPENDS_ON: &[&str] = &["environment"];

/// Compares every client with those of other services before it.
pub fn check(stack: &Stack, report: &mut Report) {
    let clients = stack.active_redis_clients();
    let mut reported: Vec<u32> = Vec::new();
    for (index, client) in clients.iter().enumerate() {
        let knows = |one: &RedisClient| one.shared || one.sessions;
        let same = |other: &&&RedisClient| *other.db == *client.db && other.service != client.service;
        let Some(other) = clients.iter().take(index).find(same) else { continue };
        let said = knows(client) && knows(other) && (client.shared || other.shared);
        if said || reported.contains(&client.db) {
            continue;
        }
        reported.push(*client.db);
        let (one, two) = (other.service.as_str(), client.service.as_str());
        report
            .at(&client.db, format!("`{one}` and `{two}` both use Redis database {}", *client.db))
            .also_all([(&other.db, format!("`{one}`"))])
            .help("give each service its own database, or set `shared = true` if they are meant to share it");
    }
}
