//! redis.conf and sentinel.conf: lines of words, as `sdssplitargs` splits them (Redis 7, `sds.c`).

use super::Wrong;
use crate::emit::{Artifact, Kind};
use crate::tables::{is_redis_command, redis_directives};

/// Directives that may stand several times.
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

pub(super) fn verify(file: &Artifact) -> Result<(), Wrong> {
    let mut seen: Vec<String> = Vec::new();
    for line in &file.lines {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let wrong = |what: &str| {
            Wrong::new(file.path.as_str(), format!("`{}`: {what}", text.split(' ').next().unwrap_or_default()))
        };
        let words = split(text).ok_or_else(|| wrong("its quotes are unbalanced"))?;
        let (name, arguments) = words.split_first().ok_or_else(|| wrong("it is no directive"))?;
        if name == "sentinel" && file.kind == Kind::Sentinel {
            let known = SENTINEL.iter().any(|(word, count)| {
                arguments.first().is_some_and(|first| first == word) && arguments.len() == count + 1
            });
            if !known {
                return Err(wrong("Sentinel does not know it"));
            }
        } else if name == "rename-command" {
            if arguments.len() != 2 || !arguments.first().is_some_and(|command| is_redis_command(command)) {
                return Err(wrong("it renames no command of Redis"));
            }
        } else if !redis_directives().contains_key(name.as_str()) {
            return Err(wrong("Redis does not know it"));
        }
        if arguments.is_empty() {
            return Err(wrong("it has no argument"));
        }
        if seen.contains(name) && !REPEATED.contains(&name.as_str()) {
            return Err(wrong("it stands twice"));
        }
        seen.push(name.clone());
    }
    Ok(())
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
