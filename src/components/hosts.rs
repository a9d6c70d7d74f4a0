//! Which container answers to a host name of the stack.

use crate::model::{Container, Stack};

/// What a host of the stack is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The database.
    Postgres,
    /// A node of Redis.
    Redis,
    /// A sentinel.
    Sentinel,
    /// A router in front of Redis.
    Router,
    /// Odoo.
    Odoo,
    /// An additional service.
    Service,
}

impl Stack {
    /// The container that answers to a host name, and what it is.
    #[must_use]
    pub fn host(&self, name: &str) -> Option<(&Container, Role)> {
        let role = |container: &Container| {
            let of_redis = self.redis().into_iter().flat_map(|redis| redis.nodes()).map(|node| &node.container);
            let sentinels = self.redis().into_iter().filter_map(|redis| redis.sentinel.as_ref());
            let routers = self.redis().into_iter().filter_map(|redis| redis.router.as_ref());
            let is = |other: &Container| *other.service == *container.service;
            if self.postgres().container().is_some_and(is) {
                Role::Postgres
            } else if of_redis.into_iter().any(is) {
                Role::Redis
            } else if sentinels.flat_map(|sentinel| &sentinel.containers).any(is) {
                Role::Sentinel
            } else if routers.flat_map(|router| &router.containers).any(is) {
                Role::Router
            } else if is(&self.odoo().container) {
                Role::Odoo
            } else {
                Role::Service
            }
        };
        let answers = |container: &&Container| {
            container.service.as_str() == name
                || container.aliases.iter().any(|alias| alias == name)
                || container.name.as_ref().is_some_and(|of| of.as_str() == name)
        };
        self.containers().find(answers).map(|container| (container, role(container)))
    }

    /// The ports on which a host of this role listens; nothing where that is not known.
    #[must_use]
    pub fn listens(&self, role: Role) -> Vec<u16> {
        let redis = self.redis();
        match role {
            Role::Postgres => vec![self.postgres().port.get()],
            Role::Redis => redis.map(|redis| redis.port.get()).into_iter().collect(),
            Role::Sentinel => {
                redis.and_then(|redis| redis.sentinel.as_ref()).map(|of| of.port.get()).into_iter().collect()
            }
            Role::Router => redis.and_then(|redis| redis.router.as_ref()).map(|of| of.port.get()).into_iter().collect(),
            Role::Odoo => vec![self.odoo().http_port.get(), self.odoo().gevent_port.get()],
            Role::Service => Vec::new(),
        }
    }
}
