//! The options of odoo.conf (`odoo/tools/config.py`, Odoo 19.0).

use std::sync::LazyLock;

use indexmap::IndexMap;

use super::{column, rows, values};

/// How Odoo parses an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OdooKind {
    /// A string or a path.
    Text,
    /// `True` or `False`.
    Bool,
    /// A whole number.
    Integer,
    /// A decimal number.
    Real,
    /// A whole number of bytes.
    Bytes,
    /// A whole number of seconds.
    Seconds,
    /// Strings with commas between them.
    List,
    /// One of these.
    Enum(Vec<&'static str>),
}

/// An option that odoo.conf may hold.
#[derive(Debug, Clone)]
pub struct OdooOption {
    /// How Odoo parses it.
    pub kind: OdooKind,
    /// Odoo's default, as it would be written; empty: unset.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// Folders that the official image gives to the user that Odoo runs as (odoo/docker,
/// 19.0/Dockerfile).
pub const ODOO_FOLDERS: [&str; 2] = ["/var/lib/odoo", "/mnt/extra-addons"];

/// Options that Odoo takes from the command line alone.
pub const ODOO_COMMAND_LINE: &[&str] = &[
    "config",
    "save",
    "init",
    "update",
    "reinit",
    "import_partial",
    "test_file",
    "test_enable",
    "test_tags",
    "stop_after_init",
];

/// Options that Odoo 19 no longer knows, and what takes their place.
pub const ODOO_REMOVED: &[(&str, Option<&str>)] = &[
    ("longpolling_port", Some("gevent_port")),
    ("xmlrpc_port", Some("http_port")),
    ("xmlrpc_interface", Some("http_interface")),
    ("geoip_database", Some("geoip_city_db")),
    ("osv_memory_age_limit", Some("transient_age_limit")),
    ("logrotate", None),
    ("test_report_directory", None),
    ("demo", Some("with_demo")),
];

/// Old names that Odoo 19 still reads, and the new ones.
pub const ODOO_RENAMED: &[(&str, &str)] = &[
    ("import_image_maxbytes", "import_file_maxbytes"),
    ("import_image_regex", "import_url_regex"),
    ("import_image_timeout", "import_file_timeout"),
];

/// What takes the place of a name that Odoo 19 no longer has, if it is one: some have no successor.
#[must_use]
pub fn odoo_successor(name: &str) -> Option<Option<&'static str>> {
    let removed = ODOO_REMOVED.iter().find(|(removed, _)| *removed == name).map(|(_, new)| *new);
    removed.or_else(|| ODOO_RENAMED.iter().find(|(old, _)| *old == name).map(|(_, new)| Some(*new)))
}

/// Every option that odoo.conf may hold, by name.
#[must_use]
pub fn odoo_options() -> &'static IndexMap<&'static str, OdooOption> {
    static TABLE: LazyLock<IndexMap<&'static str, OdooOption>> = LazyLock::new(|| {
        let option = |row: Vec<&'static str>| {
            let kind = match column(&row, 1) {
                "bool" => OdooKind::Bool,
                "integer" => OdooKind::Integer,
                "real" => OdooKind::Real,
                "bytes" => OdooKind::Bytes,
                "seconds" => OdooKind::Seconds,
                "list" => OdooKind::List,
                other => other.strip_prefix("enum:").map_or(OdooKind::Text, |list| OdooKind::Enum(values(list))),
            };
            (column(&row, 0), OdooOption { kind, default: column(&row, 2), about: column(&row, 3) })
        };
        rows(include_str!("odoo19.tsv")).map(option).collect()
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_exist() {
        for (_, replacement) in ODOO_REMOVED {
            assert!(replacement.is_none_or(|name| odoo_options().contains_key(name)));
        }
        for (_, replacement) in ODOO_RENAMED {
            assert!(odoo_options().contains_key(replacement));
        }
    }
}
