//! Clients may open more connections than PostgreSQL accepts.
//!
//! # Why
//! Each Odoo process has a pool of up to `db_maxconn` connections; the pool of the websocket process has up to
//! `db_maxconn_gevent`. With workers, Odoo has `workers + max_cron_threads + 1` pools. Once
//! `max_connections - superuser_reserved_connections` connections are open, PostgreSQL rejects every role that is
//! not a superuser: `remaining connection slots are reserved` (15, observed). A superuser can use the reserved
//! connections, but then nobody can log in to fix the problem.
//!
//! A service with a reference to the database counts as the number of `connections` that the reference sets, or as
//! one.
//!
//! # Wrong
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 64
//!
//! # Right
//! [odoo]
//! proxy = "external"
//! [odoo.options]
//! workers = 1
//! max_cron_threads = 1
//! db_maxconn = 32

use crate::components::postgres::Postgres;
use crate::rule::prelude::*;

pub const SEVERITY: Severity = Error;

pub const DEPENDS_ON: &[&str] = &[
    "postgres.settings",
    "postgres.image",
    "postgres.version",
    "postgres.external",
    "odoo.options",
    "odoo.image",
    "odoo.version",
    "services",
    "modes",
];

/// Adds up the connection pools of all clients.
pub fn check(stack: &Stack, report: &mut Report) {
    let (postgres, odoo) = (stack.postgres(), stack.odoo());
    let Some(pool) = odoo.number("db_maxconn") else { return };
    let Some((connections, reserved)) = bound(postgres) else { return };
    // Unset or 0 means the value of db_maxconn (19.0, sql_db.py).
    let of_gevent = odoo.number("db_maxconn_gevent").filter(|number| **number > 0);
    let gevent = of_gevent.clone().unwrap_or_else(|| pool.clone());
    let usable = connections.saturating_sub(*reserved);
    let threaded = *odoo.workers() == 0;
    let pools = if threaded { 1 } else { odoo.processes().saturating_sub(1) };
    let mut sum = Sum::of_counts().plus(
        pools.saturating_mul(*pool),
        if threaded {
            format!("one Odoo process, db_maxconn {}", *pool)
        } else {
            format!(
                "workers {} + max_cron_threads {}, each db_maxconn {}",
                *odoo.workers(),
                *odoo.cron_threads(),
                *pool
            )
        },
    );
    if !threaded {
        sum = sum.plus(*gevent, "the Odoo websocket process");
    }
    let mut others = 0_u64;
    for (client, connections) in stack.active_postgres_clients() {
        sum = sum.plus(connections.into(), client.as_str());
        others = others.saturating_add(connections.into());
    }
    if sum.total() <= usable {
        return;
    }
    // The pools that follow db_maxconn, and what is left for them.
    let (following, other) = match &of_gevent {
        _ if threaded => (1, others),
        Some(gevent) => (pools, others.saturating_add(**gevent)),
        None => (pools.saturating_add(1), others),
    };
    let most = Some(usable.saturating_sub(other) / following.max(1)).filter(|most| *most > 0);
    let of_prefork = [gevent, odoo.workers(), odoo.cron_threads()].into_iter().filter(|_| !threaded);
    let terms: Vec<_> = of_prefork.chain([connections.clone(), reserved.clone()]).collect();
    report
        .at(&pool, format!("clients may open {}, PostgreSQL accepts {usable}", counted(sum.total(), "connection")))
        .also_all(terms.iter().filter(|term| term.is_written()).map(|term| (term, "part of the sum".to_owned())))
        .help(most.map_or_else(
            || "raise `max_connections`".to_owned(),
            |most| format!("lower `db_maxconn` to at most {most}, or raise `max_connections`"),
        ))
        .fix_if(most.map(|most| Fix::suggested("lower `db_maxconn`").set(&pool, "db_maxconn", most)))
        .sum(sum.against(usable, format!("max_connections {} - {} reserved for superusers", *connections, *reserved)));
}

fn bound(postgres: &Postgres) -> Option<(At<u64>, At<u64>)> {
    let own = || Some((postgres.number("max_connections")?, postgres.number("superuser_reserved_connections")?));
    if postgres.container().is_some() {
        return own();
    }
    let connections = postgres.external_max_connections.as_ref()?.map(|number| u64::from(*number));
    let reserved = At::new(3, connections.origin());
    Some((connections, reserved))
}
