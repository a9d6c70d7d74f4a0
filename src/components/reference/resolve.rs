//! References: the address and the credentials of another service come from its section.

use crate::codes::Code;
use crate::components::container::{depend, reach, read_secret};
use crate::components::context::{Peers, Resolver};
use crate::components::postgres::endpoint::{DatabasePart, PostgresEndpoint};
use crate::components::postgres::{Postgres, PostgresClients};
use crate::components::redis::address::{depend_on_redis, redis_part};
use crate::components::redis::endpoint::{RedisEndpoint, RedisPart};
use crate::components::redis::{Redis, RedisClient, RedisClients};
use crate::components::reference::input::{EnvValue, Reference};
use crate::components::reference::service::{ServiceEndpoint, ServiceScheme};
use crate::input::Condition;
use crate::model::{Container, EnvTerm, Piece, Reach};
use crate::origin::{At, Origin};

impl Resolver<'_> {
    /// The value of an environment variable of this container, with what it needs.
    pub(in crate::components) fn env_value(
        &mut self,
        value: &At<EnvValue>,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> Option<EnvTerm> {
        let reference = match &**value {
            EnvValue::Literal(text) => {
                self.literal(&container.service, value.map(|_| text.as_str().to_owned()));
                return Some(EnvTerm::text(text.as_str()));
            }
            EnvValue::Reference(reference) => reference,
        };
        let term = match &**reference {
            Reference::Secret(name) => EnvTerm(vec![Piece::Secret(self.secret(name).into_inner())]),
            Reference::SecretFile(name) => {
                read_secret(container, &self.secret(name));
                EnvTerm::text(format!("/run/secrets/{}", name.as_str()))
            }
            Reference::Redis(endpoint) => self.redis_endpoint(endpoint, value.origin(), container, peers)?,
            Reference::Postgres(endpoint) => {
                let connections = endpoint.connections.as_ref().map_or(1, |connections| **connections);
                let most = self.note::<PostgresClients>().0.entry((*container.service).clone()).or_insert(connections);
                *most = connections.max(*most);
                Self::postgres_endpoint(endpoint, value.origin(), container, peers)
            }
            Reference::Service(endpoint) => self.service_endpoint(endpoint, container, peers)?,
        };
        for secret in term.secrets() {
            read_secret(container, secret);
        }
        Some(term)
    }

    fn redis_endpoint(
        &mut self,
        endpoint: &At<RedisEndpoint>,
        origin: Origin,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> Option<EnvTerm> {
        let Some(redis) = peers.get::<Redis>() else {
            self.problem(Code::EndpointUnknown, endpoint, "there is no `[redis]` in this stack");
            return None;
        };
        let part = endpoint.part.as_ref().map_or(RedisPart::Url, |part| **part);
        if let Some(dialect) = endpoint.dialect.as_ref().filter(|_| part != RedisPart::Url) {
            self.problem(Code::WrongForm, dialect, "only the `url` has a dialect: remove `dialect`, or remove `part`");
        }
        let dialect = endpoint.dialect.as_ref().map(|dialect| **dialect);
        let access = redis.access(container, part, dialect);
        depend_on_redis(container, redis, access, origin);
        self.note::<RedisClients>().0.push(RedisClient {
            service: (*container.service).clone(),
            sessions: false,
            place: origin,
            db: endpoint.db.clone(),
            part,
            access,
            ttl: endpoint.ttl.clone(),
            shared: endpoint.shared.as_ref().is_some_and(|shared| **shared),
        });
        Some(redis_part(redis, container, part, dialect, *endpoint.db))
    }

    fn postgres_endpoint(
        endpoint: &At<PostgresEndpoint>,
        origin: Origin,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> EnvTerm {
        let postgres: &Postgres = peers.get().expect("every stack has a database");
        if let Some(server) = &postgres.container {
            depend(container, &server.service, Condition::Healthy, origin);
            reach(container, &server.service, origin);
        }
        let (user, database) = (postgres.user.as_str(), postgres.database.as_str());
        match *endpoint.part {
            DatabasePart::Url => EnvTerm(vec![
                Piece::Text(format!("postgresql://{user}:")),
                Piece::SecretInUrl((*postgres.password).clone()),
                Piece::Text(format!("@{}/{database}", postgres.authority())),
            ]),
            DatabasePart::Host => EnvTerm::text(postgres.host.as_str()),
            DatabasePart::Port => EnvTerm::text(postgres.port.get().to_string()),
            DatabasePart::User => EnvTerm::text(user),
            DatabasePart::Password => EnvTerm(vec![Piece::Secret((*postgres.password).clone())]),
            DatabasePart::Database => EnvTerm::text(database),
        }
    }

    fn service_endpoint(
        &mut self,
        endpoint: &At<ServiceEndpoint>,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> Option<EnvTerm> {
        let name = &endpoint.name;
        if !peers.has_service(name) {
            let message = format!("`{}` is neither Odoo nor a service under `[services]`", name.as_str());
            self.problem(Code::EndpointUnknown, name, message).help =
                Some("use `{ postgres = … }` for the database and `{ redis = … }` for Redis".to_owned());
            return None;
        }
        depend(container, name, Condition::Started, name.origin());
        let port = Some(endpoint.port.clone());
        container.reaches.push(Reach { service: (**name).clone(), port, origin: name.origin() });
        let scheme = match endpoint.scheme.as_ref().map(|scheme| **scheme) {
            Some(ServiceScheme::Https) => "https",
            Some(ServiceScheme::Http) | None => "http",
        };
        let path = endpoint.path.as_ref().map(|path| path.as_str()).unwrap_or_default();
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        Some(EnvTerm::text(format!("{scheme}://{}:{}{slash}{path}", name.host(), endpoint.port.get())))
    }
}
