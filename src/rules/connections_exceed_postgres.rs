//! The clients may open more connections than PostgreSQL takes.
//!
//! # Why
//! Each process of Odoo has a pool of up to `db_maxconn` connections, the websocket process one of
//! `db_maxconn_gevent`: with workers that is workers + max_cron_threads + 1 pools. Beyond
//! max_connections - superuser_reserved_connections PostgreSQL refuses every role that is no
//! superuser: `remaining connection slots are reserved` (15, observed). A superuser may take the rest,
//! but then nobody can log in to help.
//!
//! A service with a reference to the database counts with the `connections` that the reference states,
//! or with one.
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

/// Adds up the pools of every client.
pub fn check(stack: &Stack, report: &mut Report) {
    let (postgres, odoo) = (stack.postgres(), stack.odoo());
    let Some(pool) = odoo.number("db_maxconn") else { return };
    let Some((connections, reserved)) = bound(postgres) else { return };
    // Nothing, or 0, is that of the others (19.0, sql_db.py).
    let of_gevent = odoo.number("db_maxconn_gevent").filter(|number| **number > 0);
    let gevent = of_gevent.clone().unwrap_or_else(|| pool.clone());
    let usable = connections.saturating_sub(*reserved);
    let threaded = *odoo.workers() == 0;
    let pools = if threaded { 1 } else { odoo.processes().saturating_sub(1) };
    let mut sum = Sum::of_counts().plus(
        pools.saturating_mul(*pool),
        if threaded {
            format!("one process of Odoo, db_maxconn {}", *pool)
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
        sum = sum.plus(*gevent, "the websocket process of Odoo");
    }
    let mut others = 0_u64;
    for (client, connections) in stack.active_postgres_clients() {
        sum = sum.plus(connections.into(), client.as_str());
        others = others.saturating_add(connections.into());
    }
    if sum.total() <= usable {
        return;
    }
    let (total, _) = sum.versus(usable);
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
        .at(&pool, format!("the clients may open {total} connections, PostgreSQL takes {usable}"))
        .also_all(terms.iter().filter(|term| term.is_written()).map(|term| (term, "counted".to_owned())))
        .help(most.map_or_else(
            || "raise max_connections".to_owned(),
            |most| format!("lower db_maxconn to {most} or less, or raise max_connections"),
        ))
        .fix_if(most.map(|most| Fix::suggested("lower db_maxconn").set(&pool, "db_maxconn", most)))
        .sum(sum.against(usable, format!("max_connections {} - {} for superusers", *connections, *reserved)));
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
