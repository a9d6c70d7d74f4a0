//! The options of odoo.conf (`odoo/tools/config.py`, Odoo 17.0 to 19.0).

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use crate::tables::{Table, column, values};

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
    /// The versions of Odoo that have it.
    pub versions: RangeInclusive<u32>,
    /// How Odoo parses it.
    pub kind: OdooKind,
    /// Odoo's default, as it would be written; empty if unset.
    pub default: &'static str,
    /// What it is for.
    pub about: &'static str,
}

/// Folders that the official image gives to the user that Odoo runs as (odoo/docker,
/// 19.0/Dockerfile).
pub const ODOO_FOLDERS: [&str; 2] = ["/var/lib/odoo", "/mnt/extra-addons"];

/// Options that Odoo accepts on its command line only.
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

/// The versions of Odoo that are known here.
pub const ODOO_VERSIONS: RangeInclusive<u32> = 17..=19;

/// An old name of an option.
#[derive(Debug, Clone, Copy)]
pub struct OdooOldName {
    /// The name.
    pub name: &'static str,
    /// The option that replaces it.
    pub new: Option<&'static str>,
    /// The last version that still reads it, if one of those that are known here does.
    pub read_until: Option<u32>,
}

const fn old(name: &'static str, new: Option<&'static str>, read_until: Option<u32>) -> OdooOldName {
    OdooOldName { name, new, read_until }
}

/// Names of earlier versions.
pub const ODOO_OLD_NAMES: &[OdooOldName] = &[
    old("longpolling_port", Some("gevent_port"), Some(17)),
    old("xmlrpc_port", Some("http_port"), Some(18)),
    old("xmlrpc_interface", Some("http_interface"), Some(18)),
    old("geoip_database", Some("geoip_city_db"), Some(18)),
    old("osv_memory_age_limit", Some("transient_age_limit"), Some(18)),
    old("logrotate", None, None),
    old("test_report_directory", None, None),
    old("demo", Some("with_demo"), None),
    old("import_image_maxbytes", Some("import_file_maxbytes"), Some(19)),
    old("import_image_regex", Some("import_url_regex"), Some(19)),
    old("import_image_timeout", Some("import_file_timeout"), Some(19)),
];

/// The old name that this is in a version, if it is one there.
#[must_use]
pub fn odoo_old_name(name: &str, version: u32) -> Option<&'static OdooOldName> {
    let old = ODOO_OLD_NAMES.iter().find(|old| old.name == name)?;
    odoo_option(name, version).is_none().then_some(old)
}

/// The option that a version of Odoo has by this name.
#[must_use]
pub fn odoo_option(name: &str, version: u32) -> Option<&'static OdooOption> {
    odoo_options().get(name).filter(|option| option.versions.contains(&version))
}

/// Every option that odoo.conf may hold in some version, by name.
#[must_use]
pub fn odoo_options() -> &'static Table<OdooOption> {
    static TABLE: LazyLock<Table<OdooOption>> = LazyLock::new(|| {
        Table::of(include_str!("odoo.tsv"), |rows| {
            let row = rows.first().map(Vec::as_slice).unwrap_or_default();
            let kind = match column(row, 2) {
                "bool" => OdooKind::Bool,
                "integer" => OdooKind::Integer,
                "real" => OdooKind::Real,
                "bytes" => OdooKind::Bytes,
                "seconds" => OdooKind::Seconds,
                "list" => OdooKind::List,
                other => other.strip_prefix("enum:").map_or(OdooKind::Text, |list| OdooKind::Enum(values(list))),
            };
            let (since, until) = column(row, 1).split_once('-').unwrap_or_else(|| (column(row, 1), column(row, 1)));
            let version = |text: &str| text.parse().expect("the table has versions, and a test reads it");
            let versions = version(since)..=version(until);
            OdooOption { versions, kind, default: column(row, 3), about: column(row, 4) }
        })
    });
    &TABLE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_exist() {
        for old in ODOO_OLD_NAMES {
            assert!(old.new.is_none_or(|name| odoo_option(name, *ODOO_VERSIONS.end()).is_some()), "{}", old.name);
        }
        assert!(odoo_options().values().all(|option| ODOO_VERSIONS.contains(option.versions.start())));
        assert!(odoo_options().values().all(|option| ODOO_VERSIONS.contains(option.versions.end())));
    }
}
