//! What a Compose project says, read as Compose reads it and without its spelling: sizes in bytes, times in milliseconds,
//! CPUs in thousandths, `$$` as `$`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::claim::{Claim, Claims, unescaped};
use super::plain::PLAIN;
use super::yaml::{Key, Map, Node};

/// A thing of which something is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing<'n> {
    Project,
    Service(&'n str),
    Network(&'n str),
    Secret(&'n str),
}

impl std::fmt::Display for Thing<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Project => f.write_str("the project"),
            Self::Service(name) => write!(f, "the service {name}"),
            Self::Network(name) => write!(f, "the network {name}"),
            Self::Secret(name) => write!(f, "the secret {name}"),
        }
    }
}

/// What is said of one of the things of a section, if it can be read.
type OfEach<'n> = fn(&'n str, &'n Node) -> (Thing<'n>, Option<Claims<'n>>);

/// The claims of every thing in a project.
///
/// # Errors
/// Where a value cannot be read, or a key is none that is known here: nothing may be said that is not compared.
pub(super) fn read<'n>(project: &'n Node) -> Result<BTreeMap<Thing<'n>, Claims<'n>>, String> {
    let mut things = BTreeMap::new();
    let mut all = Claims::new();
    for (section, value) in entries(project) {
        let mut each = |of: OfEach<'n>| {
            entries(value).try_for_each(|(name, value)| {
                let (thing, claims) = of(name, value);
                let claims = claims.ok_or_else(|| format!("of {thing} something cannot be read"))?;
                things.insert(thing, claims);
                Ok::<(), String>(())
            })
        };
        match section {
            "name" => drop(all.insert("name".into(), Claim::of(value))),
            "services" => each(|name, value| (Thing::Service(name), service(value)))?,
            "networks" => each(|name, value| (Thing::Network(name), network(value)))?,
            "secrets" => each(|name, value| (Thing::Secret(name), secret(value)))?,
            "volumes" => drop(all.insert("volumes".into(), Claim::sorted(entries(value).map(|(name, _)| name)))),
            _ => return Err(format!("it has a section {section}")),
        }
    }
    things.insert(Thing::Project, all);
    Ok(things)
}

/// The keys of a mapping with their values; none of what is no mapping.
fn entries(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    node.as_map().into_iter().flat_map(|map| map.0.iter().map(|(key, entry)| (&**key, &entry.value)))
}

fn secret(node: &Node) -> Option<Claims<'_>> {
    Some(node.as_map()?.0.iter().map(|(key, entry)| (Cow::Borrowed(&**key), Claim::of(&entry.value))).collect())
}

fn network(node: &Node) -> Option<Claims<'_>> {
    let mut claims = Claims::new();
    for (key, entry) in &node.as_map()?.0 {
        match (&**key, &entry.value) {
            ("driver" | "internal", value) => drop(claims.insert(Cow::Borrowed(key), Claim::of(value))),
            ("ipam", value) => {
                let [pool] = value.get("config")?.as_list() else { return None };
                claims.extend(pool.as_map()?.0.iter().map(claim));
            }
            _ => return None,
        }
    }
    Some(claims)
}

/// What an entry says under its own key.
fn claim<'n>((key, entry): (&'n Key, &'n super::yaml::Entry)) -> (Cow<'n, str>, Claim<'n>) {
    (Cow::Borrowed(key), Claim::of(&entry.value))
}

fn service<'n>(node: &'n Node) -> Option<Claims<'n>> {
    let mut claims = Claims::new();
    for (key, value) in node.as_map()?.0.iter().map(|(key, entry)| (&**key, &entry.value)) {
        let mut put = |claim: Claim<'n>| drop(claims.insert(Cow::Borrowed(key), claim));
        match key {
            "image" | "container_name" | "profiles" | "labels" | "entrypoint" | "command" | "user" | "environment"
            | "restart" | "init" | "cap_drop" | "cap_add" | "read_only" | "tmpfs" | "secrets" | "networks"
            | "security_opt" => put(Claim::of(value)),
            "build" => put(Claim::of(value.get("context").filter(|_| only(value, &["context"]))?)),
            "volumes" => put(Claim::sorted(value.as_list().iter().map(mount).collect::<Option<Vec<_>>>()?)),
            "ports" => put(value.as_list().iter().map(port).collect::<Option<_>>()?),
            "extra_hosts" => put(Claim::sorted(
                value.as_list().iter().map(|host| host.as_text().map(unescaped)).collect::<Option<Vec<_>>>()?,
            )),
            "depends_on" => {
                for (on, entry) in &value.as_map()?.0 {
                    let state = entry.value.get("condition").filter(|_| only(&entry.value, &["condition"]))?;
                    claims.insert(format!("dependency {on}").into(), Claim::of(state));
                }
            }
            "stop_grace_period" => put(milliseconds(value.as_text()?)?.into()),
            "shm_size" => put(bytes(value.as_text()?)?.into()),
            "healthcheck" => claims.extend(health(value)?),
            "logging" => claims.extend(logging(value)?),
            "deploy" => claims.extend(resources(value)?),
            plain if PLAIN.iter().any(|key| key.name == plain) => put(Claim::of(value)),
            _ => return None,
        }
    }
    Some(claims)
}

/// Whether a mapping has these keys alone.
fn only(node: &Node, keys: &[&str]) -> bool {
    node.as_map().is_some_and(|Map(map)| map.keys().all(|key| keys.contains(&&**key)))
}

fn mount(node: &Node) -> Option<String> {
    let text = |key: &str| node.get(key)?.as_text().map(unescaped);
    let made = node.get("bind").and_then(|bind| bind.get("create_host_path"));
    let kind = text("type")?;
    let creates = if kind == "bind" { made? == &Node::Bool(false) } else { made.is_none() };
    let known = only(node, &["type", "source", "target", "read_only", "bind"]) && creates;
    let Node::Bool(read_only) = node.get("read_only")? else { return None };
    known.then(|| mounted(&kind, &text("source").unwrap_or_default(), &text("target").unwrap_or_default(), *read_only))
}

/// A mount as one text.
pub(super) fn mounted(kind: &str, source: &str, target: &str, read_only: bool) -> String {
    format!("{target} is the {kind} {source}{}", if read_only { ", read only" } else { "" })
}

fn port(node: &Node) -> Option<String> {
    let text = |key: &str| node.get(key)?.as_text();
    let (Node::Int(target), published) = (node.get("target")?, text("published")?.parse().ok()?) else { return None };
    let known = only(node, &["target", "published", "host_ip", "protocol"]);
    known.then(|| {
        publishes(text("host_ip").unwrap_or_default(), published, *target, text("protocol").unwrap_or_default())
    })
}

/// A published port as one text.
pub(super) fn publishes(address: &str, host: u64, container: u64, protocol: &str) -> String {
    format!("{address} {host} to {container}/{protocol}")
}

fn health(node: &Node) -> Option<[(Cow<'_, str>, Claim<'_>); 5]> {
    let known = only(node, &["test", "interval", "timeout", "retries", "start_period"]);
    let time = |key: &str| Some(Claim::Number(milliseconds(node.get(key)?.as_text()?)?));
    let claims = [
        ("health test".into(), Claim::of(node.get("test")?)),
        ("health interval".into(), time("interval")?),
        ("health timeout".into(), time("timeout")?),
        ("health retries".into(), Claim::of(node.get("retries")?)),
        ("health start_period".into(), time("start_period")?),
    ];
    known.then_some(claims)
}

fn logging(node: &Node) -> Option<[(Cow<'_, str>, Claim<'_>); 3]> {
    let options = node.get("options")?;
    let number = |key: &str| Some(Claim::Number(options.get(key)?.as_text()?.parse().ok()?));
    let known = only(node, &["driver", "options"]) && only(options, &["max-size", "max-file"]);
    let claims = [
        ("log driver".into(), Claim::of(node.get("driver")?)),
        ("log max-size".into(), number("max-size")?),
        ("log max-file".into(), number("max-file")?),
    ];
    known.then_some(claims)
}

fn resources(node: &Node) -> Option<Claims<'_>> {
    let mut claims = Claims::new();
    let resources = node.get("resources").filter(|_| only(node, &["resources"]))?;
    for (kind, of_kind) in &resources.as_map()?.0 {
        for (key, entry) in &of_kind.value.as_map()?.0 {
            let value = match &**key {
                "cpus" => Claim::Number(thousandths(entry.value.as_text()?)?),
                "memory" => Claim::Number(bytes(entry.value.as_text()?)?),
                "pids" => Claim::of(&entry.value),
                _ => return None,
            };
            claims.insert(format!("{kind} {key}").into(), value);
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
