//! nginx in front of Odoo, resolved.

use std::ops::Deref;

use super::input;
use crate::components::odoo::Odoo;
use crate::model::{Container, Stack};
use crate::origin::At;

/// nginx in front of Odoo.
#[derive(Debug, Clone)]
pub struct ReverseProxy {
    /// Its section.
    pub section: At<input::ReverseProxy>,
    /// Its container.
    pub container: Container,
}

/// The port on which it listens in its container.
pub(super) const PORT: u16 = 80;

/// Seconds that nginx waits longer than Odoo, so that Odoo's own answer explains why a request took too long.
const MARGIN: u64 = 10;

/// Seconds that nginx waits at least: its own default.
const LEAST: u64 = 60;

/// Seconds that nginx waits if Odoo has no limit, as in the documentation of Odoo (Odoo 19, deployment).
const WITHOUT_LIMIT: u64 = 720;

impl Deref for ReverseProxy {
    type Target = At<input::ReverseProxy>;

    fn deref(&self) -> &Self::Target {
        &self.section
    }
}

impl ReverseProxy {
    /// Seconds that it waits for an answer: until Odoo ends a request, and a little longer.
    #[must_use]
    pub fn read_timeout(odoo: &Odoo) -> At<u64> {
        let limit = odoo.number("limit_time_real").unwrap_or_else(|| odoo.workers().map(|_| 0));
        limit.map(|seconds| match seconds {
            0 => WITHOUT_LIMIT,
            _ => seconds.saturating_add(MARGIN).max(LEAST),
        })
    }

    /// The port of Odoo to which websockets go: with workers, a separate process serves them; without, the only
    /// process does (Odoo 19, `odoo/service/server.py`).
    #[must_use]
    pub fn websocket_port(odoo: &Odoo) -> At<u16> {
        let port = if *odoo.workers() == 0 { &odoo.http_port } else { &odoo.gevent_port };
        port.map(|port| port.get())
    }
}

impl Stack {
    /// Its proxy, if it has one.
    #[must_use]
    pub fn proxy(&self) -> Option<&ReverseProxy> {
        self.facts()
    }
}
