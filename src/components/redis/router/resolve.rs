//! The routers in front of Redis.

use super::defaults;
use super::facts::ANY_ROUTER;
use crate::codes::Code;
use crate::components::container::{Keys, depend, reach, read_secret};
use crate::components::context::Resolver;
use crate::components::redis::input;
use crate::components::redis::{Redis, Router};
use crate::input::{Condition, ContainerKeys};
use crate::model::Resources;
use crate::origin::{At, Origin};
use crate::units::ServiceName;

impl Resolver<'_> {
    /// The routers that a section describes; none without Sentinel.
    pub(in crate::components) fn router(&mut self, section: &At<input::Redis>, redis: &Redis) -> Option<Router> {
        let of = section.router.as_ref()?;
        let near = of.span();
        let Some(sentinel) = &redis.sentinel else {
            self.problem(Code::WrongForm, of, "a router needs Sentinel, but there is no `[redis.sentinel]`").help =
                Some(
                    "add `[redis.sentinel]`, or remove the router: clients then reach the master by its address"
                        .to_owned(),
                );
            return None;
        };
        let services = of.service.clone();
        let profiles = section.sentinel.as_ref().and_then(|sentinel| sentinel.profiles.as_ref());
        let count = of.count.clone();
        let mut containers = Vec::new();
        for number in 1..=if sentinel.containers.is_empty() { 0 } else { *count } {
            let service = self.numbered::<ServiceName>(&services, number)?;
            // A router is not a node: it has its own security and its own grace period.
            let own = ContainerKeys {
                resources: of.resources.clone(),
                security: None,
                stop_grace_period: None,
                ..section.container.clone()
            };
            let keys = Keys { near, own: &own, addresses: None, profiles, times: None, usual: &defaults::ROUTER };
            let mut container = self.container(service, &keys);
            container.name = self.numbered_name(of.container_name.as_ref(), number)?;
            container.image = Some(of.image.clone());
            container.aliases.push(ANY_ROUTER.to_owned());
            let Resources { cpus, memory, .. } = &mut container.resources;
            cpus.get_or_insert_with(|| defaults::router_cpus(near));
            memory.get_or_insert_with(|| defaults::router_memory(near));
            depend(&mut container, &redis.master.container.service, Condition::Started, Origin::Written(near));
            for sentinel in &sentinel.containers {
                depend(&mut container, &sentinel.service, Condition::Started, Origin::Written(near));
            }
            for other in redis.nodes().map(|node| &node.container).chain(&sentinel.containers) {
                reach(&mut container, &other.service, Origin::Written(near));
            }
            if let Some(password) = &redis.password {
                read_secret(&mut container, password);
            }
            containers.push(container);
        }
        Some(Router { section: of.clone(), containers })
    }
}
