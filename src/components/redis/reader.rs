//! redis.conf and sentinel.conf, compared with the nodes and sentinels of the stack: lines of words, as `sdssplitargs`
//! splits them (Redis 7, `sds.c`).

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::directives::{DIRECTIVES, Value};
use super::scripts::PASSWORD;
use crate::artifact::{Artifact, VerifyError};
use crate::components::redis::table::{is_redis_command, redis_directives};
use crate::components::redis::{Redis, RedisNode};
use crate::components::script::reader::{self as script, Says, place};
use crate::model::Stack;

/// Directives that may be set several times.
const REPEATED: &[&str] = &["save", "sentinel", "rename-command"];

/// Words after `sentinel`, and how many arguments follow (`sentinel.c`, 7.0).
const SENTINEL: &[(&str, usize)] = &[
    ("resolve-hostnames", 1),
    ("announce-hostnames", 1),
    ("announce-ip", 1),
    ("announce-port", 1),
    ("monitor", 4),
    ("down-after-milliseconds", 2),
    ("failover-timeout", 2),
    ("parallel-syncs", 2),
];

/// A file read as its server reads it: each directive in its place among those of its name.
type Directives = BTreeMap<String, Vec<Vec<String>>>;

/// Verifies the file of a node or of a sentinel, whose usual path this is.
pub(super) fn verify(redis: &Redis, file: &Artifact, usual: &Utf8Path) -> Result<(), VerifyError> {
    let wrong = |what: String| VerifyError::new(file.path.as_str(), what);
    let name = usual.file_stem().unwrap_or_default();
    let node = redis.nodes().find(|node| node.file == name);
    let read = read(file, node.is_none())?;
    let meant = node.map_or_else(|| sentinel(redis, name), |node| Some(self::node(redis, node)));
    let meant = meant.ok_or_else(|| wrong("it belongs to no node and to no sentinel".to_owned()))?;
    let names = meant.keys().chain(read.keys());
    match names.into_iter().find(|name| meant.get(*name) != read.get(*name)) {
        Some(name) => Err(wrong(format!("`{name}` does not match the stack"))),
        None => Ok(()),
    }
}

fn read(file: &Artifact, is_sentinel: bool) -> Result<Directives, VerifyError> {
    let mut read = Directives::new();
    for line in file.lines() {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let wrong = |what: &str| {
            VerifyError::new(file.path.as_str(), format!("`{}`: {what}", text.split(' ').next().unwrap_or_default()))
        };
        let words = split(text).ok_or_else(|| wrong("the quotes are unbalanced"))?;
        let (name, arguments) = words.split_first().ok_or_else(|| wrong("this is not a directive"))?;
        if name == "sentinel" && is_sentinel {
            let known = SENTINEL.iter().any(|(word, count)| {
                arguments.first().is_some_and(|first| first == word) && arguments.len() == count + 1
            });
            if !known {
                return Err(wrong("Sentinel does not know this directive"));
            }
        } else if name == "rename-command" {
            if arguments.len() != 2 || !arguments.first().is_some_and(|command| is_redis_command(command)) {
                return Err(wrong("it does not rename a command of Redis"));
            }
        } else if !redis_directives().contains_key(name.as_str()) {
            return Err(wrong("Redis does not know this directive"));
        }
        if arguments.is_empty() {
            return Err(wrong("it has no argument"));
        }
        let all = read.entry(name.clone()).or_default();
        if !all.is_empty() && !REPEATED.contains(&name.as_str()) {
            return Err(wrong("the directive is set twice"));
        }
        all.push(in_bytes(name, arguments));
    }
    Ok(read)
}

/// The arguments of a directive, sizes in bytes as the server reads them (`memtoull`, 7.0).
fn in_bytes(name: &str, arguments: &[String]) -> Vec<String> {
    let sizes = ["maxmemory", "client-output-buffer-limit"].contains(&name);
    let bytes = |word: &String| memtoull(word).map_or_else(|| word.clone(), |bytes| bytes.to_string());
    arguments.iter().map(|word| if sizes { bytes(word) } else { word.clone() }).collect()
}

fn memtoull(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits)?;
    let factor = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" => 1000,
        "kb" => 1024,
        "m" => 1_000_000,
        "mb" => 1024 * 1024,
        "g" => 1_000_000_000,
        "gb" => 1024 * 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// One directive, with its words.
fn one<const N: usize>(name: &str, words: [String; N]) -> (String, Vec<Vec<String>>) {
    (name.to_owned(), vec![Vec::from(words)])
}

fn yes_no(is: bool) -> String {
    if is { "yes" } else { "no" }.to_owned()
}

/// The directives that a node needs.
fn node(redis: &Redis, node: &RedisNode) -> Directives {
    let saves = redis.persistence.rdb.iter().map(|snapshot| {
        let seconds = snapshot.after.whole_seconds().unwrap_or_default();
        vec![seconds.to_string(), snapshot.changes.to_string()]
    });
    let saves: Vec<Vec<String>> = saves.collect();
    let decided = DIRECTIVES.iter().filter_map(|directive| {
        let word = match *(directive.value)(redis)? {
            Value::Number(number) => number.to_string(),
            Value::Size(bytes) => bytes.get().to_string(),
            Value::Flag(is_on) => yes_no(is_on),
            Value::Word(word) => word.to_owned(),
        };
        Some(one(directive.name, [word]))
    });
    let mut meant: Directives = decided.collect();
    meant.extend([
        one("dir", ["/data".to_owned()]),
        ("save".to_owned(), if saves.is_empty() { vec![vec![String::new()]] } else { saves }),
    ]);
    // Without a password, Redis accepts only connections from its own machine by default.
    meant.extend(redis.password.is_none().then(|| one("protected-mode", [yes_no(false)])));
    meant.extend(replication(redis, node));
    let renamed = redis.renamed.iter().map(|(name, to)| vec![name.as_str().to_owned(), to.as_str().to_owned()]);
    let renamed: Vec<Vec<String>> = renamed.collect();
    meant.extend((!renamed.is_empty()).then(|| ("rename-command".to_owned(), renamed)));
    meant.extend(redis.settings.iter().map(|(name, words)| (name.clone(), vec![in_bytes(name, words)])));
    meant
}

fn replication(redis: &Redis, node: &RedisNode) -> Directives {
    if redis.replicas.is_empty() {
        return Directives::new();
    }
    let is_replica = redis.replicas.iter().any(|replica| replica.file == node.file);
    let port = redis.port.get().to_string();
    let buffer = &redis.client_output_buffer_limit_replica;
    let limits = [buffer.hard.bytes.get(), buffer.soft.bytes.get(), u64::from(buffer.seconds)].map(|it| it.to_string());
    let [hard, soft, seconds] = limits;
    let mut meant = Directives::from([
        one("replica-announce-ip", [node.container.host()]),
        one("replica-announce-port", [port.clone()]),
        one("client-output-buffer-limit", ["replica".to_owned(), hard, soft, seconds]),
    ]);
    if is_replica {
        meant.extend([one("replicaof", [redis.master.container.host(), port])]);
    }
    if is_replica || redis.replicas_with(node) {
        meant.extend([one("min-replicas-to-write", [redis.min_replicas_to_write.to_string()])]);
    }
    meant
}

/// The directives that a sentinel needs.
fn sentinel(redis: &Redis, name: &str) -> Option<Directives> {
    let of = redis.sentinel.as_ref()?;
    let number: usize = name.strip_prefix("sentinel-")?.parse().ok()?;
    let container = of.containers.get(number.checked_sub(1)?)?;
    let (master, port) = (of.master_name.as_str(), of.port.get().to_string());
    let address = (redis.master.container.host(), redis.port.get().to_string());
    let lines = [
        vec!["resolve-hostnames".to_owned(), yes_no(true)],
        vec!["announce-hostnames".to_owned(), yes_no(true)],
        vec!["announce-ip".to_owned(), container.host()],
        vec!["announce-port".to_owned(), port.clone()],
        vec!["monitor".to_owned(), master.to_owned(), address.0, address.1, of.quorum.to_string()],
        vec!["down-after-milliseconds".to_owned(), master.to_owned(), of.down_after.millis().to_string()],
        vec!["failover-timeout".to_owned(), master.to_owned(), of.failover_timeout.millis().to_string()],
        vec!["parallel-syncs".to_owned(), master.to_owned(), of.parallel_syncs.to_string()],
    ];
    Some(Directives::from([
        one("port", [port]),
        one("dir", ["/data".to_owned()]),
        ("sentinel".to_owned(), lines.to_vec()),
    ]))
}

/// The words of a line; nothing where its quotes are unbalanced.
fn split(line: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let mut word = String::new();
        if let Some(quoted) = rest.strip_prefix('"') {
            let mut characters = quoted.char_indices();
            let end = loop {
                match characters.next()? {
                    (end, '"') => break end,
                    (_, '\\') => word.push(characters.next()?.1),
                    (_, c) => word.push(c),
                }
            };
            rest = &quoted[end + 1..];
            if !rest.is_empty() && !rest.starts_with(' ') {
                return None;
            }
        } else {
            let end = rest.find(' ').unwrap_or(rest.len());
            word.push_str(&rest[..end]);
            if word.contains(['"', '\'']) {
                return None;
            }
            rest = &rest[end..];
        }
        words.push(word);
        rest = rest.trim_start();
    }
    Some(words)
}

/// Verifies the start script of nodes or of sentinels, whose text this is.
pub(super) fn script(redis: &Redis, file: &Artifact, stack: &Stack, text: &str) -> Result<(), VerifyError> {
    let place = redis.password.as_ref().map(|password| place(stack, password));
    let says = Says { place: vec![place.unwrap_or_default()], ..Says::default() };
    script::verify(file, &says, &[PASSWORD.to_owned(), redis.with_programs(text)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_split_as_redis_splits_them() {
        assert_eq!(split(r#"save """#), Some(vec!["save".into(), String::new()]));
        assert_eq!(split(r#"a "b \"c\\" d"#), Some(vec!["a".into(), "b \"c\\".into(), "d".into()]));
        assert_eq!(split(r#"a "b"#), None);
        assert_eq!(split(r#"a "b"c"#), None);
    }
}
