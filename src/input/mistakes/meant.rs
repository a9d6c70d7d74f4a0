//! What was probably meant by a value or a key that is not valid at its place.

use toml::de::DeValue;

use crate::input::language::Language;
use crate::input::shape::Format;
use crate::units::{Bytes, Duration, RedisSize, Unit as _};

/// A help for a value of the wrong type, by the type that is needed and its format, if it has one.
pub(super) fn value(value: &DeValue<'_>, needed: &str, format: Option<&Format>, path: &[String]) -> Option<String> {
    let mut keys = path.iter().rev().filter(|key| key.parse::<usize>().is_err());
    let key = keys.next().map(String::as_str).unwrap_or_default();
    let needed = |kind: &str| needed.ends_with(kind);
    match (value, format.map(|format| format.name)) {
        (DeValue::Integer(number), Some(Bytes::FORMAT | RedisSize::FORMAT)) => {
            number.as_str().parse().ok().map(|number| format!("write it with its unit: `\"{}\"`", size(number)))
        }
        (DeValue::Integer(number), Some(Duration::FORMAT)) => {
            Some(format!("write it with its unit: `\"{}s\"`", number.as_str()))
        }
        (DeValue::String(text), _) if needed("table") && key == "ports" => published(text),
        (DeValue::Integer(number), _) if needed("table") && key == "ports" => published(number.as_str()),
        (DeValue::String(text), _) if needed("table") && key == "volumes" => mounted(text),
        (DeValue::Array(items), _) if needed("table") && key == "depends_on" => {
            let items = items.iter().filter_map(|item| item.get_ref().as_str());
            let waits: Vec<String> = items.map(|name| format!("{name} = \"healthy\"")).collect();
            Some(format!("write `{{ {} }}`, or `started` if it does not have to be healthy", waits.join(", ")))
        }
        (DeValue::Array(_), _) if needed("table") && key == "environment" => {
            Some("write it as a table: `{ NAME = \"value\" }`".to_owned())
        }
        (DeValue::String(text), _) if needed("boolean") => {
            matches!(text.as_ref(), "true" | "false").then(|| format!("write it without quotes: `{text}`"))
        }
        (DeValue::String(text), _) if needed("number") || needed("integer") => {
            text.parse::<f64>().is_ok().then(|| format!("write it without quotes: `{text}`"))
        }
        (DeValue::String(text), _) if needed("array") && !needed("string") => {
            let words = if key == "command" { shlex::split(text)? } else { vec![text.to_string()] };
            let words: Vec<String> = words.iter().map(|word| format!("\"{}\"", word.escape_default())).collect();
            Some(format!("write it as a list: `[{}]`", words.join(", ")))
        }
        _ => None,
    }
}

/// The size that was probably meant by a number: bytes, as in Docker and Redis without a unit, unless that is too
/// small for any program; then MiB, or GiB for a very small number.
fn size(number: u64) -> String {
    match number {
        0..=32 => format!("{number} GiB"),
        33..MIB => format!("{number} MiB"),
        bytes => Bytes::new(bytes).whole_mib().human(),
    }
}

const MIB: u64 = Bytes::mib(1).get();

/// A port in the short form of Compose, `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`, in the form of the input.
fn published(text: &str) -> Option<String> {
    let (addressed, protocol) = text.split_once('/').map_or((text, None), |(before, behind)| (before, Some(behind)));
    let parts: Vec<&str> = addressed.rsplitn(3, ':').collect();
    let (container, rest) = parts.split_first()?;
    if parts.iter().take(2).any(|port| port.parse::<u16>().is_err()) {
        return None;
    }
    let mut keys = vec![format!("container = {container}")];
    keys.extend(rest.first().map(|host| format!("host = {host}")));
    keys.extend(rest.get(1).map(|address| format!("address = {address:?}")));
    keys.extend(protocol.map(|protocol| format!("protocol = {protocol:?}")));
    Some(format!("write `{{ {} }}`", keys.join(", ")))
}

/// A mount in the short form of Compose, `SOURCE:TARGET[:ro]`, in the form of the input.
fn mounted(text: &str) -> Option<String> {
    let mut parts = text.split(':');
    let (source, target, mode) = (parts.next()?, parts.next()?, parts.next());
    let kind = if source.starts_with(['.', '/', '~']) { "bind" } else { "volume" };
    let read_only = if mode == Some("ro") { ", read_only = true" } else { "" };
    (!source.is_empty() && target.starts_with('/'))
        .then(|| format!("write `{{ source = {{ {kind} = {source:?} }}, target = {target:?}{read_only} }}`"))
}

/// The tables that have a key with this name.
pub(super) fn tables(language: &Language, key: &str) -> impl Iterator<Item = Vec<String>> {
    let owned = |table: &Vec<&str>| table.iter().map(|key| (*key).to_owned()).collect();
    language.tables().get(key).into_iter().flatten().map(owned)
}

/// Whether a table has a key with this name.
pub(super) fn has(language: &Language, table: &[String], key: &str) -> bool {
    tables(language, key).any(|other| other == table)
}

/// The table of a key that is in the wrong one: the known place closest to this one, if there is only one.
pub(super) fn elsewhere(language: &Language, pointer: &[String], key: &str) -> Option<Vec<String>> {
    let shared = |table: &[&str]| table.iter().zip(pointer).take_while(|(one, other)| **one == other.as_str()).count();
    let tables = language.tables().get(key)?;
    let most = tables.iter().map(|table| shared(table)).max()?;
    let mut nearest = tables.iter().filter(|table| shared(table) == most);
    let (first, further) = (nearest.next()?, nearest.next());
    further.is_none().then(|| first.iter().map(|key| (*key).to_owned()).collect())
}
