//! nginx: its container, behind Odoo's.

use super::facts::PORT;
use super::{ReverseProxy, defaults, input};
use crate::codes::Code;
use crate::components::container::{Keys, depend, reach};
use crate::components::context::{Component, Peers, Resolver, Undecided, at_table};
use crate::components::odoo::Odoo;
use crate::input::{Condition, Protocol};
use crate::model::{Facts, Published};
use crate::origin::At;
use crate::units::{Port, ServiceName};

impl Component for At<input::ReverseProxy> {
    fn services(&self) -> Vec<&ServiceName> {
        vec![&self.service]
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, peers: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        let near = self.span();
        if self.max_body_size.get() == 0 {
            let message = "0 means no limit to nginx: at least 1 byte is required here";
            resolver.problem(Code::OutOfRange, &self.max_body_size, message);
        }
        let keys = Keys {
            near,
            own: &self.container,
            addresses: None,
            profiles: self.profiles.as_ref(),
            times: self.healthcheck.as_ref(),
            usual: &defaults::NGINX,
        };
        let mut container = resolver.container(self.service.clone(), &keys);
        container.name.clone_from(&self.container_name);
        container.image = Some(self.image.clone());
        container.ports = vec![Published {
            address: self.address.clone(),
            host: self.port.clone(),
            container: at_table(Port::new(PORT), near, "the default port of HTTP"),
            protocol: at_table(Protocol::Tcp, near, "HTTP uses TCP"),
        }];
        container.resources.memory.get_or_insert_with(|| defaults::memory(near));
        container.resources.cpus.get_or_insert_with(|| defaults::cpus(near));
        if let Some(odoo) = peers.get::<Odoo>() {
            let service = &odoo.container.service;
            depend(&mut container, service, Condition::Healthy, service.origin());
            reach(&mut container, service, service.origin());
        }
        Ok(Some(Box::new(ReverseProxy { section: self.clone(), container })))
    }
}
