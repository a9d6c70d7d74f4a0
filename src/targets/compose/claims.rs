//! What a Compose project says, read as Compose reads it and without its spelling: sizes in bytes, times in milliseconds,
//! CPUs in thousandths, `$$` as `$`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::plain::PLAIN;

/// What is said of a thing, by what it is about. A thing is a service, a network, a secret or the project.
pub(super) type Claims = BTreeMap<String, Value>;

/// The claims of every thing in a project.
///
/// # Errors
/// Where a value cannot be read, or a key is none that is known here: nothing may be said that is not compared.
pub(super) fn read(project: &Value) -> Result<BTreeMap<String, Claims>, String> {
    let mut things = BTreeMap::new();
    let mut all = Claims::new();
    for (section, value) in project.as_object().into_iter().flatten() {
        let entries = || value.as_object().into_iter().flatten();
        match section.as_str() {
            "name" => drop(all.insert("name".to_owned(), unescaped(value))),
            "services" => {
                for (name, value) in entries() {
                    let claims =
                        service(value).ok_or_else(|| format!("of the service {name} something cannot be read"))?;
                    things.insert(format!("the service {name}"), claims);
                }
            }
            "networks" => {
                for (name, value) in entries() {
                    let claims =
                        network(value).ok_or_else(|| format!("of the network {name} something cannot be read"))?;
                    things.insert(format!("the network {name}"), claims);
                }
            }
            "volumes" => {
                let names: Vec<&String> = entries().map(|(name, _)| name).collect();
                all.insert("volumes".to_owned(), sorted(names));
            }
            "secrets" => {
                for (name, value) in entries() {
                    let claims = value.as_object().into_iter().flatten();
                    let claims = claims.map(|(key, value)| (key.clone(), unescaped(value))).collect();
                    things.insert(format!("the secret {name}"), claims);
                }
            }
            _ => return Err(format!("it has a section {section}")),
        }
    }
    things.insert("the project".to_owned(), all);
    Ok(things)
}

/// Texts, in their order.
pub(super) fn sorted<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Value {
    let mut texts: Vec<String> = texts.into_iter().map(Into::into).collect();
    texts.sort_unstable();
    texts.into()
}

/// Compose reads `$$` as `$`.
pub(super) fn unescaped(value: &Value) -> Value {
    match value {
        Value::String(text) => text.replace("$$", "$").into(),
        Value::Array(items) => items.iter().map(unescaped).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(key, value)| (key.clone(), unescaped(value))).collect()),
        other => other.clone(),
    }
}

fn network(value: &Value) -> Option<Claims> {
    let mut claims = Claims::new();
    for (key, value) in value.as_object()? {
        match key.as_str() {
            "driver" | "internal" => drop(claims.insert(key.clone(), value.clone())),
            "ipam" => {
                let [pool] = value.get("config")?.as_array()?.as_slice() else { return None };
                claims.extend(pool.as_object()?.iter().map(|(key, value)| (key.clone(), value.clone())));
            }
            _ => return None,
        }
    }
    Some(claims)
}

fn service(value: &Value) -> Option<Claims> {
    let mut claims = Claims::new();
    for (key, value) in unescaped(value).as_object()? {
        let mut put = |name: &str, value: Value| drop(claims.insert(name.to_owned(), value));
        match key.as_str() {
            "image" | "container_name" | "profiles" | "labels" | "entrypoint" | "command" | "user" | "environment"
            | "restart" | "init" | "cap_drop" | "cap_add" | "read_only" | "tmpfs" | "secrets" | "networks" => {
                put(key, value.clone());
            }
            "build" => put(key, value.get("context").filter(|_| only(value, &["context"]))?.clone()),
            "volumes" => put(key, sorted(value.as_array()?.iter().map(mount).collect::<Option<Vec<_>>>()?)),
            "ports" => put(key, value.as_array()?.iter().map(port).collect::<Option<Vec<_>>>()?.into()),
            "extra_hosts" => put(key, sorted(value.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<_>>>()?)),
            "depends_on" => {
                for (on, state) in value.as_object()? {
                    put(
                        &format!("dependency {on}"),
                        state.get("condition").filter(|_| only(state, &["condition"]))?.clone(),
                    );
                }
            }
            "stop_grace_period" => put(key, milliseconds(value.as_str()?)?.into()),
            "shm_size" => put(key, bytes(value.as_str()?)?.into()),
            "security_opt" => put(key, value.clone()),
            "healthcheck" => claims.extend(health(value)?),
            "logging" => claims.extend(logging(value)?),
            "deploy" => claims.extend(resources(value)?),
            plain if PLAIN.iter().any(|key| key.name == plain) => put(plain, value.clone()),
            _ => return None,
        }
    }
    Some(claims)
}

/// Whether a mapping has these keys alone.
fn only(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|map| map.keys().all(|key| keys.contains(&key.as_str())))
}

fn mount(value: &Value) -> Option<String> {
    let text = |key: &str| value.get(key)?.as_str();
    let made = value.pointer("/bind/create_host_path");
    let (kind, creates) =
        (text("type")?, if kind_is_bind(value) { made? == &Value::Bool(false) } else { made.is_none() });
    let known = only(value, &["type", "source", "target", "read_only", "bind"]) && creates;
    let read_only = value.get("read_only")?.as_bool()?;
    known.then(|| mounted(kind, text("source").unwrap_or_default(), text("target").unwrap_or_default(), read_only))
}

fn kind_is_bind(value: &Value) -> bool {
    value.get("type").is_some_and(|kind| kind == "bind")
}

/// A mount as one text.
pub(super) fn mounted(kind: &str, source: &str, target: &str, read_only: bool) -> String {
    format!("{target} is the {kind} {source}{}", if read_only { ", read only" } else { "" })
}

fn port(value: &Value) -> Option<String> {
    let text = |key: &str| value.get(key)?.as_str();
    let (target, published) = (value.get("target")?.as_u64()?, text("published")?.parse().ok()?);
    let known = only(value, &["target", "published", "host_ip", "protocol"]);
    known.then(|| {
        publishes(text("host_ip").unwrap_or_default(), published, target, text("protocol").unwrap_or_default())
    })
}

/// A published port as one text.
pub(super) fn publishes(address: &str, host: u64, container: u64, protocol: &str) -> String {
    format!("{address} {host} to {container}/{protocol}")
}

fn health(value: &Value) -> Option<Claims> {
    let known = only(value, &["test", "interval", "timeout", "retries", "start_period"]);
    let time = |key: &str| Some(json!(milliseconds(value.get(key)?.as_str()?)?));
    let claims = [
        ("test", value.get("test")?.clone()),
        ("interval", time("interval")?),
        ("timeout", time("timeout")?),
        ("retries", value.get("retries")?.clone()),
        ("start_period", time("start_period")?),
    ];
    known.then(|| claims.into_iter().map(|(key, value)| (format!("health {key}"), value)).collect())
}

fn logging(value: &Value) -> Option<Claims> {
    let number = |key: &str| Some(json!(value.get("options")?.get(key)?.as_str()?.parse::<u64>().ok()?));
    let known = only(value, &["driver", "options"]) && only(value.get("options")?, &["max-size", "max-file"]);
    let claims = [
        ("driver", value.get("driver")?.clone()),
        ("max-size", number("max-size")?),
        ("max-file", number("max-file")?),
    ];
    known.then(|| claims.into_iter().map(|(key, value)| (format!("log {key}"), value)).collect())
}

fn resources(value: &Value) -> Option<Claims> {
    let mut claims = Claims::new();
    let resources = value.get("resources").filter(|_| only(value, &["resources"]))?;
    for (kind, values) in resources.as_object()? {
        for (key, value) in values.as_object()? {
            let value = match key.as_str() {
                "cpus" => json!(thousandths(value.as_str()?)?),
                "memory" => json!(bytes(value.as_str()?)?),
                "pids" => value.clone(),
                _ => return None,
            };
            claims.insert(format!("{kind} {key}"), value);
        }
    }
    Some(claims)
}

/// A size as Compose reads it (docker/go-units: b, k, m, g, 1024-based).
fn bytes(text: &str) -> Option<u64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let factor = match unit {
        "b" => 1,
        "k" => 1024,
        "m" => 1024 * 1024,
        "g" => 1024 * 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// A time as Compose reads it (Go, time.ParseDuration: numbers, each with its unit).
fn milliseconds(text: &str) -> Option<u64> {
    let mut total = 0_u64;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, after) = rest.split_at_checked(digits)?;
        let unit = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(unit)?;
        let factor = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return None,
        };
        total = total.checked_add(number.parse::<u64>().ok()?.checked_mul(factor)?)?;
        rest = after;
    }
    Some(total)
}

/// CPUs: a decimal number of at most three places.
fn thousandths(text: &str) -> Option<u64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<3}");
    let known = part.len() == 3;
    known.then_some(whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)?)
}

/// The names of the networks that a project defines, as the labels of its services count them.
pub(super) fn definition<'p>(project: &'p Value, section: &str, name: &str) -> Option<&'p Value> {
    project.get(section)?.as_object().and_then(|all: &Map<String, Value>| all.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_compose() {
        assert_eq!((bytes("2g"), bytes("3k"), bytes("7b"), bytes("2x")), (Some(2 << 30), Some(3072), Some(7), None));
        assert_eq!(milliseconds("1h2m3s4ms"), Some(3_723_004));
        assert_eq!((milliseconds("5"), milliseconds("5d"), milliseconds("0s")), (None, None, Some(0)));
        assert_eq!((thousandths("0.5"), thousandths("4"), thousandths("1.2345")), (Some(500), Some(4000), None));
    }
}
