//! Odoo: its container, its options and its environment.

use indexmap::IndexMap;

use super::container::{Keys, depend, read_secret, volume};
use super::endpoint::{Peers, redis_part};
use super::{Resolver, at_table, defaults};
use crate::origin::At;
use crate::spec::{self, Condition, Proxy, RedisPart, Scalar, SessionStore};
use crate::stack::{Container, EnvTerm, Literal, Mount, MountSource, Odoo, OdooValue, Piece, Published, RedisClient};
use crate::tables::{OdooKind, odoo_options};
use crate::units::{Bytes, ContainerPath, Duration, EnvName, Line, Port, ServiceName, Unit};

/// Folders of the official image (odoo/docker, 19.0/Dockerfile).
const DATA: &str = "/var/lib/odoo";
const FILESTORE: &str = "/var/lib/odoo/filestore";
const ADDONS: &str = "/mnt/extra-addons";

/// The module that keeps sessions in Redis.
const SESSION_MODULE: &str = "session_redis";

/// What sets the keys of sessions apart from those of other clients.
const SESSION_PREFIX: &str = "odoo_session";

impl Resolver<'_> {
    pub(super) fn odoo(&mut self, peers: &Peers<'_>) -> Odoo {
        let section = &self.spec.odoo;
        let near = section.span();
        self.addons_names();
        let keys = Keys {
            near,
            networks: section.networks.as_ref(),
            addresses: section.addresses.as_ref(),
            profiles: None,
            resources: section.resources.as_ref(),
            restart: section.restart.as_ref(),
            times: section.healthcheck.as_ref(),
            usual_times: &defaults::ODOO_TIMES,
            logging: section.logging.as_ref(),
        };
        let mut container =
            self.container(section.service.clone().unwrap_or_else(|| defaults::odoo_service(near)), &keys);
        container.name.clone_from(&section.container_name);
        container.image = Some(section.image.clone());
        container.mounts = self.odoo_mounts();
        let of_ports = section.ports.as_ref();
        let ports_near = of_ports.map_or(near, At::span);
        let http_port =
            of_ports.and_then(|ports| ports.http.clone()).unwrap_or_else(|| defaults::http_port(ports_near));
        let gevent_port =
            of_ports.and_then(|ports| ports.gevent.clone()).unwrap_or_else(|| defaults::gevent_port(ports_near));
        container.ports = published(of_ports, &[&http_port, &gevent_port]);
        let postgres = peers.postgres;
        if let Some(server) = &postgres.container {
            depend(&mut container, &server.service, Condition::Healthy, server.service.origin());
        }
        let own_variables = section.environment.iter().flat_map(|variables| variables.iter());
        for (name, value) in own_variables.filter(|(name, _)| decided_variable(name)) {
            let message = format!("`{}` follows from other keys of the input", name.as_str());
            self.problem("decided-elsewhere", value, message);
        }
        let mut environment = self.environment(section.environment.as_ref(), &mut container, peers);
        insert(
            &mut environment,
            "PGPASSWORD",
            postgres.password.map(|name| EnvTerm(vec![Piece::Secret(name.clone())])),
        );
        let admin_password = section.admin_password.as_ref().map(|password| self.secret(&password.secret));
        if let Some(password) = &admin_password {
            insert(
                &mut environment,
                "ODOO_ADMIN_PASSWD",
                password.map(|name| EnvTerm(vec![Piece::Secret(name.clone())])),
            );
        }
        let sessions =
            section.sessions.as_ref().map_or_else(|| defaults::sessions(near), |sessions| sessions.store.clone());
        self.sessions(&mut environment, &mut container, peers);
        for value in environment.values() {
            value.secrets().for_each(|secret| read_secret(&mut container, secret));
        }
        let proxy = section.proxy.clone().unwrap_or_else(|| defaults::proxy(near));
        if let Proxy::Service(name) = &*proxy
            && !self.spec.services.contains_key(name)
        {
            self.problem("endpoint-unknown", &proxy, format!("there is no `{}` under `[services]`", name.as_str()));
        }
        let custom_options = self.custom_options(&mut container, peers);
        let service = (*container.service).clone();
        let added_module = added_module(section, &sessions);
        let decided = Decided {
            service: &service,
            http_port: &http_port,
            gevent_port: &gevent_port,
            proxy: &proxy,
            sessions: &sessions,
        };
        let options = self.options(&decided, admin_password.is_some(), peers);
        Odoo {
            container,
            http_port,
            gevent_port,
            admin_password,
            sessions,
            proxy,
            added_module,
            options_table: section.options.as_ref().map_or(near, At::span),
            options_written: section.options.is_some(),
            options,
            custom_options,
            environment,
        }
    }

    fn odoo_mounts(&self) -> Vec<Mount> {
        let section = &self.spec.odoo;
        let near = section.span();
        let mut mounts = vec![volume(section.volume.clone().unwrap_or_else(|| defaults::odoo_volume(near)), DATA)];
        if let Some(name) = &section.filestore_volume {
            mounts.push(volume(name.clone(), FILESTORE));
        }
        if let Some(addons) = &section.addons {
            let dir = section.addons_dir.clone().unwrap_or_else(|| defaults::addons_dir(addons.span()));
            let target = ContainerPath::parse(ADDONS).expect("the image's folder is an absolute path");
            mounts.push(Mount {
                source: MountSource::Bind(dir.map(|dir| dir.from_project(&self.project_dir()))),
                target: at_table(target, dir.span(), "the image's folder"),
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
        environment: &mut IndexMap<EnvName, At<EnvTerm>>,
        container: &mut Container,
        peers: &Peers<'_>,
    ) {
        let Some(sessions) = &self.spec.odoo.sessions else { return };
        if *sessions.store != SessionStore::Redis {
            return;
        }
        let store = &sessions.store;
        let Some(redis) = peers.redis else {
            self.problem(
                "endpoint-unknown",
                store,
                "sessions are to live in Redis, but there is no `[redis]` in this stack",
            );
            return;
        };
        depend(container, &redis.master.container.service, Condition::Healthy, store.origin());
        let db = sessions.db.clone().unwrap_or_else(|| defaults::session_db(sessions.span()));
        let through_sentinel = redis.sentinel_with(container).is_some();
        self.redis_clients.push(RedisClient {
            service: (*container.service).clone(),
            sessions: true,
            place: store.origin(),
            db: db.map(|db| if through_sentinel { 0 } else { *db }),
            part: RedisPart::Url,
            ttl: Some(At::default_of(true, store.span(), "sessions expire")),
            shared: false,
        });
        let mut set = |name: &str, term: EnvTerm| insert(environment, name, store.map(|_| term));
        set("ODOO_SESSION_REDIS", EnvTerm::text("1"));
        set("ODOO_SESSION_REDIS_PREFIX", EnvTerm::text(SESSION_PREFIX));
        match redis.sentinel_with(container) {
            None => set("ODOO_SESSION_REDIS_URL", redis_part(redis, container, RedisPart::Url, *db)),
            Some(of) => {
                let host = of.containers.first().and_then(|one| one.aliases.last().cloned()).unwrap_or_default();
                set("ODOO_SESSION_REDIS_SENTINEL_HOST", EnvTerm::text(host));
                set("ODOO_SESSION_REDIS_SENTINEL_PORT", EnvTerm::text(of.port.get().to_string()));
                set("ODOO_SESSION_REDIS_SENTINEL_MASTER_NAME", EnvTerm::text(of.master_name.as_str()));
                if redis.password.is_some() {
                    set("ODOO_SESSION_REDIS_PASSWORD", redis_part(redis, container, RedisPart::Password, *db));
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

    fn custom_options(&mut self, container: &mut Container, peers: &Peers<'_>) -> IndexMap<String, At<OdooValue>> {
        let mut options = IndexMap::new();
        for (name, value) in self.spec.odoo.custom_options.iter().flat_map(|section| section.iter()) {
            let Some(term) = self.env_value(value, container, peers) else { continue };
            let Some(text) = term.plain() else {
                self.problem("secret-in-output", value, "a secret cannot stand in odoo.conf").help =
                    Some("hand it over by `odoo.environment`".to_owned());
                continue;
            };
            if let Err(error) = Line::parse(&text) {
                self.problem("bad-value", value, error.0);
                continue;
            }
            let own = self.spec.odoo.options.as_ref().is_some_and(|options| options.contains_key(name.as_str()));
            if own || odoo_options().contains_key(name.as_str()) {
                self.problem(
                    "decided-elsewhere",
                    value,
                    format!("`{}` is an option of Odoo: set it under `odoo.options`", name.as_str()),
                );
                continue;
            }
            options.insert(name.as_str().to_owned(), value.map(|_| OdooValue::Text(text)));
        }
        options
    }

    fn options(
        &mut self,
        decided: &Decided<'_>,
        has_admin_password: bool,
        peers: &Peers<'_>,
    ) -> IndexMap<String, At<OdooValue>> {
        let section = &self.spec.odoo;
        let near = section.span();
        let postgres = peers.postgres;
        let text = |text: &str| OdooValue::Text(text.to_owned());
        let port = |port: &Port| OdooValue::Integer(port.get().into());
        let mut options: IndexMap<String, At<OdooValue>> = IndexMap::new();
        let mut set = |name: &str, value: At<OdooValue>| drop(options.insert(name.to_owned(), value));
        set("addons_path", self.addons_path());
        set("data_dir", at_table(text(DATA), near, "the image's volume"));
        if !has_admin_password {
            set(
                "admin_passwd",
                at_table(text(""), near, "no `admin_password`: an empty one forbids the database manager"),
            );
        }
        set("db_host", postgres.host.map(|host| text(host)));
        set("db_port", postgres.port.map(port));
        set("db_user", postgres.user.map(|user| text(user.as_str())));
        set(
            "http_interface",
            at_table(text("0.0.0.0"), near, "a container's own networks; Odoo 20 will default to 127.0.0.1"),
        );
        set("http_port", decided.http_port.map(port));
        set("gevent_port", decided.gevent_port.map(port));
        set("proxy_mode", decided.proxy.map(|proxy| OdooValue::Bool(*proxy != Proxy::None)));
        for (name, value) in section.options.iter().flat_map(|options| options.iter()) {
            if let Scalar::Text(text) = &**value {
                self.literals
                    .push(Literal { service: decided.service.clone(), text: value.map(|_| text.as_str().to_owned()) });
            }
            let kind = odoo_options().get(name.as_str()).map_or(&OdooKind::Text, |option| &option.kind);
            match typed(value, kind) {
                Ok(typed) => drop(options.insert(name.clone(), value.map(|_| typed))),
                Err(message) => drop(self.problem("bad-value", value, message).rule),
            }
        }
        if *decided.sessions.map(|store| *store == SessionStore::Redis) {
            let modules = options.entry("server_wide_modules".to_owned()).or_insert_with(|| {
                let modules = ["base", "rpc", "web"].map(str::to_owned).to_vec();
                decided.sessions.map(|_| OdooValue::List(modules))
            });
            if let OdooValue::List(list) = &**modules
                && !list.iter().any(|module| module == SESSION_MODULE)
            {
                let with_module = list.iter().cloned().chain([SESSION_MODULE.to_owned()]).collect();
                *modules = modules.map(|_| OdooValue::List(with_module));
            }
        }
        options
    }

    /// Names of folders below the folder of addons.
    fn addons_names(&mut self) {
        for name in self.spec.odoo.addons.iter().flat_map(|list| list.iter()) {
            let plain = name.as_str().split('/').all(|part| !part.is_empty() && part != "." && part != "..");
            if !plain || name.as_str().contains([',', ':', '\\']) {
                self.problem("bad-value", name, "the name of a folder below `addons_dir` is needed here");
            }
        }
    }

    fn addons_path(&self) -> At<OdooValue> {
        let section = &self.spec.odoo;
        let core = section.core_addons.clone().unwrap_or_else(|| defaults::core_addons(section.span()));
        let own = section.addons.as_ref();
        let own_paths =
            own.into_iter().flat_map(|list| list.iter()).map(|folder| format!("{ADDONS}/{}", folder.as_str()));
        let paths: Vec<String> = own_paths.chain([core.as_str().to_owned()]).collect();
        let origin = own.map_or(core.origin(), At::origin);
        At::new(OdooValue::List(paths), origin)
    }
}

/// What other keys decide of odoo.conf.
struct Decided<'d> {
    service: &'d ServiceName,
    http_port: &'d At<Port>,
    gevent_port: &'d At<Port>,
    proxy: &'d At<Proxy>,
    sessions: &'d At<SessionStore>,
}

fn insert(environment: &mut IndexMap<EnvName, At<EnvTerm>>, name: &str, term: At<EnvTerm>) {
    let name = EnvName::parse(name).expect("the names of Odoo's variables are variable names");
    environment.insert(name, term);
}

/// Whether other keys decide a variable of Odoo's environment.
fn decided_variable(name: &EnvName) -> bool {
    ["PGPASSWORD", "ODOO_ADMIN_PASSWD"].contains(&name.as_str()) || name.as_str().starts_with("ODOO_SESSION_REDIS")
}

/// The module that has to be added to a written list of server-wide modules.
fn added_module(section: &spec::Odoo, sessions: &At<SessionStore>) -> Option<String> {
    let written = section.options.as_ref()?.get("server_wide_modules")?;
    let OdooValue::List(list) = typed(written, &OdooKind::List).ok()? else { return None };
    let lacks = **sessions == SessionStore::Redis && !list.iter().any(|module| module == SESSION_MODULE);
    lacks.then(|| SESSION_MODULE.to_owned())
}

fn published(section: Option<&At<spec::OdooPorts>>, ports: &[&At<Port>]) -> Vec<Published> {
    let near = section.map_or_else(|| ports.first().map(|port| port.span()).unwrap_or_default(), At::span);
    let publish = section.and_then(|of| of.publish.clone()).unwrap_or_else(|| defaults::publish(near));
    let address = section.and_then(|of| of.address.clone()).unwrap_or_else(|| defaults::loopback(near));
    let port = |port: &&At<Port>| Published {
        address: address.clone(),
        host: (*port).clone(),
        container: (*port).clone(),
        protocol: defaults::protocol(near),
    };
    if *publish { ports.iter().map(port).collect() } else { Vec::new() }
}

/// A value as Odoo's own table types it.
fn typed(value: &Scalar, kind: &OdooKind) -> Result<OdooValue, String> {
    let whole =
        |amount: u64| i64::try_from(amount).map(OdooValue::Integer).map_err(|_| "the number is too large".to_owned());
    match (value, kind) {
        (Scalar::Text(text), OdooKind::Bytes) => whole(Bytes::parse(text.as_str()).map_err(|error| error.0)?.get()),
        (Scalar::Text(text), OdooKind::Seconds) => {
            let seconds = Duration::parse(text.as_str()).map_err(|error| error.0)?.whole_seconds();
            whole(seconds.ok_or("Odoo counts whole seconds here")?)
        }
        (Scalar::Text(text), OdooKind::List) => {
            Ok(OdooValue::List(text.as_str().split(',').map(|item| item.trim().to_owned()).collect()))
        }
        (Scalar::List(items), _) => {
            if items.iter().any(|item| item.as_str().contains(',')) {
                return Err("a comma separates the items of a list in odoo.conf: none can contain one".to_owned());
            }
            Ok(OdooValue::List(items.iter().map(|item| item.as_str().to_owned()).collect()))
        }
        (Scalar::Text(text), OdooKind::Text) if is_falsy(text.as_str()) => {
            Err("Odoo 19 skips this word for an option that is not a boolean: leave the option out".to_owned())
        }
        (Scalar::Text(text), _) => Ok(OdooValue::Text(text.as_str().to_owned())),
        (Scalar::Integer(number), OdooKind::Real) => {
            Ok(OdooValue::Real(f64::from(i32::try_from(*number).map_err(|_| "the number is too large")?)))
        }
        (Scalar::Integer(number), _) => Ok(OdooValue::Integer(*number)),
        (Scalar::Real(number), _) => Ok(OdooValue::Real(*number)),
        (Scalar::Bool(boolean), _) => Ok(OdooValue::Bool(*boolean)),
    }
}

fn is_falsy(text: &str) -> bool {
    text.eq_ignore_ascii_case("false") || text.eq_ignore_ascii_case("none")
}
