//! odoo.conf: what is derived from other keys, what is written, what addons read.

use indexmap::IndexMap;

use super::input;
use crate::codes::Code;
use crate::components::context::{Peers, Resolver, at_table};
use crate::components::odoo::OdooValue;
use crate::components::odoo::input::{Proxy, SessionStore};
use crate::components::odoo::table::{OdooKind, odoo_options};
use crate::components::postgres::Postgres;
use crate::finding::{Diagnostic, Severity};
use crate::input::Scalar;
use crate::model::{Container, Literal};
use crate::origin::At;
use crate::units::{Bytes, Duration, Line, Port, ServiceName, Unit};

/// The folder of addons in the official image (odoo/docker, 19.0/Dockerfile).
pub(in crate::components) const ADDONS: &str = "/mnt/extra-addons";

/// The image's volume of data.
const DATA: &str = "/var/lib/odoo";

/// The module that keeps sessions in Redis.
const SESSION_MODULE: &str = "session_redis";

/// What other keys decide of odoo.conf.
pub(in crate::components) struct Decided<'d> {
    pub(in crate::components) service: &'d ServiceName,
    pub(in crate::components) http_port: &'d At<Port>,
    pub(in crate::components) gevent_port: &'d At<Port>,
    pub(in crate::components) proxy: &'d At<Proxy>,
    pub(in crate::components) sessions: &'d At<SessionStore>,
}

impl Resolver<'_> {
    pub(in crate::components) fn custom_options(
        &mut self,
        section: &input::Odoo,
        container: &mut Container,
        peers: &Peers<'_>,
    ) -> IndexMap<String, At<OdooValue>> {
        let mut options = IndexMap::new();
        for (name, value) in section.custom_options.iter().flat_map(|section| section.iter()) {
            let Some(term) = self.env_value(value, container, peers) else { continue };
            let Some(text) = term.plain() else {
                let finding = Diagnostic::of_rule(
                    "secret-in-output",
                    Severity::Error,
                    value,
                    "a secret must not be written to odoo.conf",
                );
                self.found.push(finding.help("pass it through `odoo.environment`"));
                continue;
            };
            if let Err(error) = Line::parse(&text) {
                self.problem(Code::BadValue, value, error.0);
                continue;
            }
            let own = section.options.as_ref().is_some_and(|options| options.contains_key(name.as_str()));
            if own || odoo_options().contains_key(name.as_str()) {
                self.problem(
                    Code::DecidedElsewhere,
                    value,
                    format!("`{}` is an option of Odoo: set it under `odoo.options`", name.as_str()),
                );
                continue;
            }
            options.insert(name.as_str().to_owned(), value.map(|_| OdooValue::Text(text)));
        }
        options
    }

    pub(in crate::components) fn options(
        &mut self,
        section: &At<input::Odoo>,
        decided: &Decided<'_>,
        version: u32,
        has_admin_password: bool,
        peers: &Peers<'_>,
    ) -> IndexMap<String, At<OdooValue>> {
        let near = section.span();
        let postgres: &Postgres = peers.get().expect("every stack has a database");
        let text = |text: &str| OdooValue::Text(text.to_owned());
        let port = |port: &Port| OdooValue::Integer(port.get().into());
        let mut options: IndexMap<String, At<OdooValue>> = IndexMap::new();
        let mut set = |name: &str, value: At<OdooValue>| drop(options.insert(name.to_owned(), value));
        set("addons_path", Self::addons_path(section));
        set("data_dir", at_table(text(DATA), near, "the data volume of the image"));
        if !has_admin_password {
            set(
                "admin_passwd",
                at_table(text(""), near, "no `admin_password` is set, and an empty one forbids the database manager"),
            );
        }
        set("db_host", postgres.host.map(|host| text(host)));
        set("db_port", postgres.port.map(port));
        set("db_user", postgres.user.map(|user| text(user.as_str())));
        set(
            "http_interface",
            at_table(text("0.0.0.0"), near, "all interfaces of the container; Odoo 20 will default to 127.0.0.1"),
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
                Err(message) => drop(self.problem(Code::BadValue, value, message).rule),
            }
        }
        if *decided.sessions.map(|store| *store == SessionStore::Redis) {
            let modules = options.entry("server_wide_modules".to_owned()).or_insert_with(|| {
                // Odoo's own list: the module rpc is new in 19.
                let own: &[&str] = if version < 19 { &["base", "web"] } else { &["base", "rpc", "web"] };
                let modules = own.iter().map(|module| (*module).to_owned()).collect();
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
    pub(in crate::components) fn addons_names(&mut self, section: &input::Odoo) {
        for name in section.addons.iter().flat_map(|list| list.iter()) {
            let plain = name.as_str().split('/').all(|part| !part.is_empty() && part != "." && part != "..");
            if !plain || name.as_str().contains([',', ':', '\\']) {
                self.problem(Code::BadValue, name, "this must be the name of a folder below `addons_dir`");
            }
        }
    }

    fn addons_path(section: &At<input::Odoo>) -> At<OdooValue> {
        let core = section.core_addons.clone();
        let own = section.addons.as_ref();
        let own_paths =
            own.into_iter().flat_map(|list| list.iter()).map(|folder| format!("{ADDONS}/{}", folder.as_str()));
        let paths: Vec<String> = own_paths.chain([core.as_str().to_owned()]).collect();
        let origin = own.map_or(core.origin(), At::origin);
        At::new(OdooValue::List(paths), origin)
    }
}

/// The module that has to be added to a written list of server-wide modules.
pub(in crate::components) fn added_module(section: &input::Odoo, sessions: &At<SessionStore>) -> Option<String> {
    let written = section.options.as_ref()?.get("server_wide_modules")?;
    let OdooValue::List(list) = typed(written, &OdooKind::List).ok()? else { return None };
    let lacks = **sessions == SessionStore::Redis && !list.iter().any(|module| module == SESSION_MODULE);
    lacks.then(|| SESSION_MODULE.to_owned())
}

/// A value as Odoo's own table types it.
fn typed(value: &Scalar, kind: &OdooKind) -> Result<OdooValue, String> {
    let whole =
        |amount: u64| i64::try_from(amount).map(OdooValue::Integer).map_err(|_| "the number is too large".to_owned());
    match (value, kind) {
        (Scalar::Text(text), OdooKind::Bytes) => whole(Bytes::parse(text.as_str()).map_err(|error| error.0)?.get()),
        (Scalar::Text(text), OdooKind::Seconds) => {
            let seconds = Duration::parse(text.as_str()).map_err(|error| error.0)?.whole_seconds();
            whole(seconds.ok_or("Odoo accepts only whole seconds here")?)
        }
        (Scalar::Text(text), OdooKind::List) => {
            Ok(OdooValue::List(text.as_str().split(',').map(|item| item.trim().to_owned()).collect()))
        }
        (Scalar::List(items), _) => {
            if items.iter().any(|item| item.as_str().contains(',')) {
                return Err(
                    "an item cannot contain a comma, which separates the items of a list in odoo.conf".to_owned()
                );
            }
            Ok(OdooValue::List(items.iter().map(|item| item.as_str().to_owned()).collect()))
        }
        (Scalar::Text(text), OdooKind::Text) if is_falsy(text.as_str()) => {
            Err("Odoo reads this word as a boolean, but the option is not one: remove the option".to_owned())
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
