//! What the consumers accept: the options of Odoo 17 to 19, the settings of PostgreSQL 13 to 18 and the
//! directives of Redis and Valkey, each as its program lists them.

mod odoo;
mod postgres;
mod redis;

pub use odoo::{
    ODOO_COMMAND_LINE, ODOO_FOLDERS, ODOO_OLD_NAMES, ODOO_VERSIONS, OdooKind, OdooOldName, OdooOption, odoo_old_name,
    odoo_option, odoo_options,
};
pub use postgres::{
    POSTGRES_VERSIONS, PostgresKind, PostgresSetting, PostgresUnit, postgres_default, postgres_setting,
    postgres_settings, postgres_versions,
};
pub use redis::{REDIS_RENAMED, REDIS_SERVERS, RedisDirective, RedisKind, is_redis_command, redis_directives};

/// The rows of a table: lines of tab-separated columns, comments left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// The languages that ICU knows, by their codes.
pub fn icu_languages() -> impl Iterator<Item = &'static str> {
    include_str!("icu_languages.txt").lines().filter(|line| !line.starts_with('#'))
}

fn column(row: &[&'static str], index: usize) -> &'static str {
    row.get(index).copied().unwrap_or_default()
}

fn values(list: &'static str) -> Vec<&'static str> {
    list.split(',').filter(|value| !value.is_empty()).collect()
}
