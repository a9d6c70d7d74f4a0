//! Odoo: its container, its options and its environment.

use indexmap::IndexMap;

use super::settings::{ADDONS, Decided, added_module};
use super::{defaults, input};
use crate::codes::Code;
use crate::components::container::{Keys, depend, reach, read_secret, volume};
use crate::components::context::{Component, Peers, Resolver, Undecided, at_table};
use crate::components::odoo::input::{Proxy, SessionStore};
use crate::components::odoo::{ODOO_RC, Odoo};
use crate::components::postgres::Postgres;
use crate::components::redis::address::{depend_on_redis, redis_part};
use crate::components::redis::endpoint::RedisPart;
use crate::components::redis::{Access, Redis, RedisClient, RedisClients};
use crate::input::{Condition, Protocol};
use crate::model::{Container, EnvTerm, Facts, Mount, MountSource, Piece, Published, Release};
use crate::origin::At;
use crate::units::{ContainerPath, EnvName, Port, SecretName, ServiceName, Unit};

/// Folders of the official image (odoo/docker, 19.0/Dockerfile).
const DATA: &str = "/var/lib/odoo";
const FILESTORE: &str = "/var/lib/odoo/filestore";

/// The prefix that separates the keys of sessions from those of other clients.
const SESSION_PREFIX: &str = "odoo_session";

impl Component for At<input::Odoo> {
    fn services(&self) -> Vec<&ServiceName> {
        vec![&self.service]
    }

    fn resolve(&self, resolver: &mut Resolver<'_>, peers: &Peers<'_>) -> Result<Option<Box<dyn Facts>>, Undecided> {
        Ok(Some(Box::new(resolver.odoo(self, peers))))
    }
}

impl Resolver<'_> {
    fn odoo(&mut self, section: &At<input::Odoo>, peers: &Peers<'_>) -> Odoo {
        let near = section.span();
        self.addons_names(section);
        let keys = Keys {
            near,
            own: &section.container,
            addresses: section.addresses.as_ref(),
            profiles: None,
            times: section.healthcheck.as_ref(),
            usual: &defaults::ODOO,
        };
        let mut container = self.container(section.service.clone(), &keys);
        container.name.clone_from(&section.container_name);
        container.image = Some(section.image.clone());
        container.mounts = self.odoo_mounts(section);
        let (http_port, gevent_port) = (section.ports.http.clone(), section.ports.gevent.clone());
        container.ports = published(&section.ports);
        let postgres: &Postgres = peers.get().expect("every stack has a database");
        if let Some(server) = &postgres.container {
            depend(&mut container, &server.service, Condition::Healthy, server.service.origin());
            reach(&mut container, &server.service, server.service.origin());
        }
        let own_variables = section.environment.iter().flat_map(|variables| variables.iter());
        for (name, value) in own_variables.filter(|(name, _)| decided_variable(name)) {
            let message = format!("`{}` cannot be set here: it is derived from other keys of the input", name.as_str());
            self.problem(Code::DecidedElsewhere, value, message);
        }
        let mut environment = self.environment(section.environment.as_ref(), &mut container, peers);
        let admin_password = section.admin_password.as_ref().map(|password| self.secret(&password.secret));
        let mut secret_options = IndexMap::from([("db_password", postgres.password.clone())]);
        secret_options.extend(admin_password.clone().map(|password| ("admin_passwd", password)));
        let release = Release::of_odoo(near, section.image.clone(), section.version.clone());
        let version = release.nearest_major();
        if version < 19 {
            secret_options.extend(options_from(&mut environment));
        }
        insert(
            &mut environment,
            "ODOO_RC",
            at_table(EnvTerm::text(ODOO_RC), near, "the start script writes this file"),
        );
        let sessions =
            section.sessions.as_ref().map_or_else(|| defaults::sessions(near), |sessions| sessions.store.clone());
        self.sessions(section, &mut environment, &mut container, peers);
        let of_options = secret_options.values().map(|secret| &**secret);
        for secret in of_options.chain(environment.values().flat_map(|value| value.secrets())) {
            read_secret(&mut container, secret);
        }
        let proxy = section.proxy.clone();
        if let Proxy::Service(name) = &*proxy
            && (*section.service == *name || !peers.has_service(name))
        {
            self.problem(Code::EndpointUnknown, &proxy, format!("there is no `{}` under `[services]`", name.as_str()));
        }
        let custom_options = self.custom_options(section, &mut container, peers);
        let service = (*container.service).clone();
        let added_module = added_module(section, &sessions);
        let decided = Decided {
            service: &service,
            http_port: &http_port,
            gevent_port: &gevent_port,
            proxy: &proxy,
            sessions: &sessions,
        };
        let options = self.options(section, &decided, version, admin_password.is_some(), peers);
        Odoo {
            container,
            release,
            http_port,
            gevent_port,
            admin_password,
            sessions,
            proxy,
            added_module,
            addons: self.addons_on_host(section),
            options_table: section.options.as_ref().map_or(near, At::span),
            options_written: section.options.is_some(),
            options,
            custom_options,
            secret_options,
            environment,
        }
    }

    /// The folders of modules, as seen from the generated files.
    fn addons_on_host(&self, section: &input::Odoo) -> Vec<At<String>> {
        let Some(addons) = &section.addons else { return Vec::new() };
        let dir = section.addons_dir.clone().unwrap_or_else(|| defaults::addons_dir(addons.span()));
        let dir = dir.from_project(&self.project_dir());
        addons.iter().map(|name| At::new(format!("{dir}/{}", name.as_str()), name.origin())).collect()
    }

    fn odoo_mounts(&self, section: &At<input::Odoo>) -> Vec<Mount> {
        let mut mounts = vec![volume(section.volume.clone(), DATA)];
        if let Some(name) = &section.filestore_volume {
            mounts.push(volume(name.clone(), FILESTORE));
        }
        if let Some(addons) = &section.addons {
            let dir = section.addons_dir.clone().unwrap_or_else(|| defaults::addons_dir(addons.span()));
            let target = ContainerPath::parse(ADDONS).expect("the image's folder is an absolute path");
            mounts.push(Mount {
                source: MountSource::Bind(dir.map(|dir| dir.from_project(&self.project_dir()))),
                target: at_table(target, dir.span(), "the folder that the image uses"),
                read_only: at_table(true, dir.span(), "Odoo only reads its modules"),
            });
        }
        mounts.extend(self.mounts(section.volumes.as_ref()));
        mounts
    }

    /// What the module `session_redis` reads (its README): a URL, or with Sentinel its address and
    /// the master's name. Through Sentinel it cannot select a database: its keys have a prefix.
    fn sessions(
        &mut self,
        section: &input::Odoo,
        environment: &mut IndexMap<EnvName, At<EnvTerm>>,
        container: &mut Container,
        peers: &Peers<'_>,
    ) {
        let Some(sessions) = &section.sessions else { return };
        if *sessions.store != SessionStore::Redis {
            return;
        }
        let store = &sessions.store;
        let Some(redis) = peers.get::<Redis>() else {
            self.problem(
                Code::EndpointUnknown,
                store,
                "sessions are to be stored in Redis, but this stack has no `[redis]`",
            );
            return;
        };
        // session_redis speaks Sentinel.
        let through_sentinel = redis.sentinel_with(container).is_some();
        let access = if through_sentinel { Access::Sentinel } else { Access::Direct };
        depend_on_redis(container, redis, access, store.origin());
        let db = sessions.db.clone();
        self.note::<RedisClients>().0.push(RedisClient {
            service: (*container.service).clone(),
            sessions: true,
            place: store.origin(),
            db: db.map(|db| if through_sentinel { 0 } else { *db }),
            part: RedisPart::Url,
            access,
            ttl: Some(At::default_of(true, store.span(), "sessions expire")),
            shared: false,
        });
        let mut set = |name: &str, term: EnvTerm| insert(environment, name, store.map(|_| term));
        set("ODOO_SESSION_REDIS", EnvTerm::text("1"));
        set("ODOO_SESSION_REDIS_PREFIX", EnvTerm::text(SESSION_PREFIX));
        match redis.sentinel_with(container) {
            None => set("ODOO_SESSION_REDIS_URL", redis_part(redis, container, RedisPart::Url, None, *db)),
            Some(of) => {
                let host = of.containers.first().and_then(|one| one.aliases.last().cloned()).unwrap_or_default();
                set("ODOO_SESSION_REDIS_SENTINEL_HOST", EnvTerm::text(host));
                set("ODOO_SESSION_REDIS_SENTINEL_PORT", EnvTerm::text(of.port.get().to_string()));
                set("ODOO_SESSION_REDIS_SENTINEL_MASTER_NAME", EnvTerm::text(of.master_name.as_str()));
                if redis.password.is_some() {
                    set("ODOO_SESSION_REDIS_PASSWORD", redis_part(redis, container, RedisPart::Password, None, *db));
                }
            }
        }
        if let Some(expiration) = &sessions.expiration {
            let seconds = expiration.millis() / 1000;
            insert(
                environment,
                "ODOO_SESSION_REDIS_EXPIRATION",
                expiration.map(|_| EnvTerm::text(seconds.to_string())),
            );
        }
    }
}

/// Variables that hold a secret, and the options that Odoo 19 takes from them.
const OPTION_VARIABLES: [(&str, &str); 2] =
    [("ODOO_SMTP_PASSWORD", "smtp_password"), ("ODOO_PROXY_ACCESS_TOKEN", "proxy_access_token")];

/// Odoo 17 and 18 read no option from a variable: those that a secret holds are written behind odoo.conf instead.
fn options_from(environment: &mut IndexMap<EnvName, At<EnvTerm>>) -> Vec<(&'static str, At<SecretName>)> {
    let mut options = Vec::new();
    environment.retain(|name, term| {
        let option = OPTION_VARIABLES.iter().find(|(variable, _)| *variable == name.as_str());
        let (Some((_, option)), [Piece::Secret(secret)]) = (option, term.0.as_slice()) else { return true };
        options.push((*option, term.map(|_| secret.clone())));
        false
    });
    options
}

fn insert(environment: &mut IndexMap<EnvName, At<EnvTerm>>, name: &str, term: At<EnvTerm>) {
    let name = EnvName::parse(name).expect("the names of Odoo's variables are variable names");
    environment.insert(name, term);
}

/// Whether other keys decide a variable of Odoo's environment. Odoo 19 prefers a variable to odoo.conf
/// (odoo/tools/config.py).
fn decided_variable(name: &EnvName) -> bool {
    ["ODOO_RC", "PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "ODOO_ADMIN_PASSWD"].contains(&name.as_str())
        || name.as_str().starts_with("ODOO_SESSION_REDIS")
}

fn published(section: &At<input::OdooPorts>) -> Vec<Published> {
    let port = |port: &At<Port>| Published {
        address: section.address.clone(),
        host: port.clone(),
        container: port.clone(),
        protocol: At::default_of(Protocol::Tcp, section.span(), "HTTP uses TCP"),
    };
    if *section.publish { [&section.http, &section.gevent].map(port).to_vec() } else { Vec::new() }
}
