//! Directives of redis.conf by their own names.

use super::directives::DIRECTIVES;
use super::table::{REDIS_RENAMED, REDIS_SERVERS, RedisKind, redis_directives};
use crate::input::decode::Decode as _;
use crate::input::options::{LINE, WHOLE, names, whole};
use crate::input::shape::{Options, Others, Shape};
use crate::units::RedisSize;

options! {
    /// Directives of redis.conf.
    pub struct RedisSettings = &REDIS;
}

/// Directives of redis.conf that something else decides, in addition to those of [`DIRECTIVES`].
const ELSEWHERE: &[(&str, &str)] = &[
    ("requirepass", "`redis.password`"),
    ("masterauth", "`redis.password`"),
    ("masteruser", "`redis.password`"),
    ("aclfile", "`redis.password`"),
    ("bind", "the container, which listens on its networks"),
    ("bind-source-addr", "the container"),
    ("protected-mode", "`redis.password`"),
    ("dir", "`redis.volume`"),
    ("logfile", "the container, which logs to standard output"),
    ("replicaof", "`redis.replicas`"),
    ("replica-announce-ip", "`redis.replicas`"),
    ("replica-announce-port", "`redis.port`"),
    ("save", "`redis.persistence.rdb`"),
    ("client-output-buffer-limit", "`redis.client_output_buffer_limit_replica`"),
    ("min-replicas-to-write", "`redis.replicas.min_replicas_to_write`"),
    ("unixsocket", "the container, which clients reach over its networks"),
    ("unixsocketperm", "the container, which clients reach over its networks"),
    ("cluster-enabled", "the use of Sentinel, which does not monitor clusters"),
    ("supervised", "the container"),
    ("syslog-enabled", "the container, which logs to standard output"),
];

static REDIS: Options = Options {
    name: "RedisSettings",
    about: "Directives of redis.conf, by name.",
    program: "Redis",
    keys: None,
    names: || names(redis_directives().keys(), decided_by),
    shapes: |name| redis_directives().get(name).map(|directive| vec![of_redis(&directive.kind)]),
    about_option: about_directive,
    explained: |_, _| ("A directive of redis.conf.".to_owned(), Some("Default: Redis's own".to_owned())),
    elsewhere: decided_by,
    renamed: &REDIS_RENAMED,
    others: Others::Refused,
};

/// What decides a directive that is not set by its name.
fn decided_by(name: &str) -> Option<&'static str> {
    let by_key = DIRECTIVES.iter().find(|directive| directive.name == name).map(|directive| directive.key);
    by_key.or_else(|| ELSEWHERE.iter().find(|(decided, _)| *decided == name).map(|(_, by)| *by))
}

fn of_redis(kind: &'static RedisKind) -> Vec<Shape> {
    match kind {
        RedisKind::Bool => vec![Shape::Boolean],
        RedisKind::Integer => vec![WHOLE],
        RedisKind::Size => vec![whole(Some(0)), RedisSize::SHAPE],
        RedisKind::Enum(values) => vec![Shape::Choice(values)],
        RedisKind::Text | RedisKind::Words => vec![LINE],
    }
}

fn about_directive(name: &str) -> String {
    let Some(directive) = redis_directives().get(name) else { return String::new() };
    let only = if directive.servers.len() == REDIS_SERVERS.len() {
        String::new()
    } else {
        format!(" Available in {}.", directive.servers.join(", ").replace('v', "Valkey "))
    };
    format!("The directive of this name in redis.conf.{only}")
}
