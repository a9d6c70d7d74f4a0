//! Options of odoo.conf by their own names.

use super::table::{ODOO_COMMAND_LINE, ODOO_VERSIONS, OdooKind, odoo_old_name, odoo_options};
use crate::input::decode::Decode as _;
use crate::input::describe::split;
use crate::input::options::{LINE, LINES, REAL, WHOLE, names, whole};
use crate::input::shape::{Format, Options, Others, Shape};
use crate::units::{Bytes, Duration, OptionName};

options! {
    /// Options of odoo.conf.
    pub struct OdooOptions = &ODOO;
}

/// Options of odoo.conf.
const ELSEWHERE: &[(&str, &str)] = &[
    ("admin_passwd", "`odoo.admin_password = { secret = … }`"),
    ("db_host", "`[postgres]`"),
    ("db_port", "`[postgres]`"),
    ("db_user", "`postgres.user`"),
    ("db_password", "`postgres.password`"),
    ("http_port", "`odoo.ports.http`"),
    ("gevent_port", "`odoo.ports.gevent`"),
    ("addons_path", "`odoo.addons` and `odoo.addons_dir`"),
    ("smtp_password", "`odoo.environment.ODOO_SMTP_PASSWORD = { secret = … }`"),
    ("proxy_access_token", "`odoo.environment.ODOO_PROXY_ACCESS_TOKEN = { secret = … }`"),
    ("logfile", "the container, which logs to standard error"),
    ("syslog", "the container, which logs to standard error"),
    ("pidfile", "the container, which has one process tree"),
];

fn decided_by(name: &str) -> Option<&'static str> {
    ELSEWHERE.iter().find(|(decided, _)| *decided == name).map(|(_, by)| *by)
}

static ODOO: Options = Options {
    name: "OdooOptions",
    about: "Options of odoo.conf, by their names in the version of Odoo.",
    program: "Odoo",
    keys: Some(const { &Format::of::<OptionName>() }),
    names: || names(odoo_options().keys(), decided_by),
    shapes: |name| odoo_options().get(name).map(|option| vec![of_odoo(&option.kind)]),
    about_option: about_odoo,
    explained: explained_odoo,
    elsewhere: decided_by,
    renamed: &[],
    others: Others::Kept(ELSEWHERE),
};

fn of_odoo(kind: &'static OdooKind) -> Vec<Shape> {
    match kind {
        OdooKind::Text => vec![LINE],
        OdooKind::Bool => vec![Shape::Boolean],
        OdooKind::Integer => vec![WHOLE],
        OdooKind::Real => vec![REAL],
        OdooKind::Bytes => vec![whole(Some(0)), Bytes::SHAPE],
        OdooKind::Seconds => vec![whole(Some(-1)), Duration::SHAPE],
        OdooKind::List => vec![LINES, LINE],
        OdooKind::Enum(values) => vec![Shape::Choice(values)],
    }
}

fn about_odoo(name: &str) -> String {
    let Some(option) = odoo_options().get(name) else { return String::new() };
    let default = if option.default.is_empty() { "unset" } else { option.default };
    let (since, until) = (*option.versions.start(), *option.versions.end());
    let versions = match (since == *ODOO_VERSIONS.start(), until == *ODOO_VERSIONS.end()) {
        (true, true) => String::new(),
        (false, true) => format!(" (Odoo {since} and newer)"),
        _ => format!(" (Odoo {since} to {until})"),
    };
    format!("{}{versions}. Odoo's default: {default}.", option.about)
}

/// Whether no other key decides an option.
#[must_use]
pub fn is_free(option: &str) -> bool {
    decided_by(option).is_none()
}

/// What became of an option that odoo.conf cannot hold, where Odoo knows its name.
#[must_use]
pub fn not_in_odoo_conf(option: &str) -> Option<String> {
    if ODOO_COMMAND_LINE.contains(&option) {
        return Some("Odoo accepts this option only on its command line.".to_owned());
    }
    let old = odoo_old_name(option, *ODOO_VERSIONS.end())?;
    let instead = old.new.map(|instead| format!(": use `{instead}` instead")).unwrap_or_default();
    Some(format!("Odoo 19 no longer has this option{instead}."))
}

fn explained_odoo(name: &str, about: &str) -> (String, Option<String>) {
    match split(about) {
        (about, _) if about.is_empty() => {
            (not_in_odoo_conf(name).unwrap_or_else(|| "Odoo has no option with this name.".to_owned()), None)
        }
        (about, default) => (format!("An option of odoo.conf: {about}"), default),
    }
}
