//! redis.conf of one node (Redis 7). It is a seed: the start script adds the password and the role.

use super::directives::{DIRECTIVES, Part, Value};
use crate::artifact::{Artifact, Kind};
use crate::components::redis::{Redis, RedisNode};
use crate::origin::Origin;
use crate::units::{Bytes, Scale};

/// Writes directives: the only place that quotes.
pub(super) struct Directives {
    pub(super) file: Artifact,
}

impl Directives {
    pub(super) fn set<S: AsRef<str>>(&mut self, name: &str, arguments: &[S], origin: Option<Origin>) {
        let words = arguments.iter().map(|argument| argument_text(argument.as_ref()));
        let line: Vec<String> = std::iter::once(name.to_owned()).chain(words).collect();
        self.file.line(line.join(" "), origin);
    }
}

impl Directives {
    /// Writes the directives of a part that keys decide.
    fn all(&mut self, redis: &Redis, part: Part) {
        for directive in DIRECTIVES.iter().filter(|directive| directive.part == part) {
            if let Some(value) = (directive.value)(redis) {
                let word = match *value {
                    Value::Number(number) => number.to_string(),
                    Value::Size(bytes) => size(bytes),
                    Value::Flag(is_on) => yes_no(is_on).to_owned(),
                    Value::Word(word) => word.to_owned(),
                };
                self.set(directive.name, &[word], Some(value.origin()));
            }
        }
    }
}

/// An argument as `sdssplitargs` reads it: bare, or in quotes with `\` and `"` escaped.
fn argument_text(argument: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || "_./:@%+,-".contains(c);
    if !argument.is_empty() && argument.chars().all(bare) {
        return argument.to_owned();
    }
    format!("\"{}\"", argument.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A size as redis.conf reads it: `kb`, `mb` and `gb` are 1024-based.
pub(super) fn size(bytes: Bytes) -> String {
    let (number, scale) = bytes.in_largest_unit();
    let unit = match scale {
        Scale::One => "",
        Scale::Kilo => "kb",
        Scale::Mega => "mb",
        Scale::Giga => "gb",
    };
    format!("{number}{unit}")
}

fn yes_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// The file of a node.
pub(in crate::components) fn emit(redis: &Redis, node: &RedisNode, input: &str) -> Artifact {
    let mut conf = Directives { file: Artifact::new(format!("redis/{}.conf", node.file), Kind::Config, input) };
    conf.file.comment("The start script adds the password and sets the current role (master or replica).");
    conf.file.section("network");
    conf.all(redis, Part::Network);
    if redis.password.is_none() {
        conf.set("protected-mode", &["no"], None);
    }
    conf.file.section("memory");
    conf.all(redis, Part::Memory);
    conf.file.section("persistence");
    conf.set("dir", &["/data"], None);
    conf.all(redis, Part::Persistence);
    for snapshot in redis.persistence.rdb.iter() {
        let seconds = snapshot.after.millis() / 1000;
        conf.set("save", &[seconds.to_string(), snapshot.changes.to_string()], Some(snapshot.after.origin()));
    }
    if redis.persistence.rdb.is_empty() {
        conf.set("save", &[""], Some(redis.persistence.rdb.origin()));
    }
    replication(&mut conf, redis, node);
    if !redis.settings.is_empty() || !redis.renamed.is_empty() {
        conf.file.section("other directives");
    }
    for (name, to) in &redis.renamed {
        conf.set("rename-command", &[name.as_str(), to.as_str()], Some(to.origin()));
    }
    for (name, arguments) in &redis.settings {
        conf.set(name, arguments, Some(arguments.origin()));
    }
    conf.file
}

fn replication(conf: &mut Directives, redis: &Redis, node: &RedisNode) {
    if redis.replicas.is_empty() {
        return;
    }
    conf.file.section("replication");
    let service = &node.container.service;
    conf.set("replica-announce-ip", &[node.container.host()], Some(service.origin()));
    conf.set("replica-announce-port", &[redis.port.get().to_string()], Some(redis.port.origin()));
    let buffer = &redis.client_output_buffer_limit_replica;
    let limits = ["replica".to_owned(), size(buffer.hard.bytes), size(buffer.soft.bytes), buffer.seconds.to_string()];
    conf.set("client-output-buffer-limit", &limits, Some(buffer.origin()));
    if redis.replicas_with(node) || node.file != redis.master.file {
        let least = &redis.min_replicas_to_write;
        conf.set("min-replicas-to-write", &[least.to_string()], Some(least.origin()));
    }
    if node.file != redis.master.file {
        let master = &redis.master.container;
        conf.set("replicaof", &[master.host(), redis.port.get().to_string()], Some(master.service.origin()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_redis_would_split_them() {
        assert_eq!(argument_text("512mb"), "512mb");
        assert_eq!(argument_text(""), "\"\"");
        assert_eq!(argument_text("a b#\"\\"), "\"a b#\\\"\\\\\"");
        assert_eq!(size(Bytes::new(1_500)), "1500");
    }
}
