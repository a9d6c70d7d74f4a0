//! What was probably meant by what cannot stand where it stands.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml::de::DeValue;

use super::describe::known_paths;
use crate::units::{Bytes, Duration, Unit as _};

/// A value of another type than these that are needed: of this format, where the schema has one for it.
pub(super) fn value(value: &DeValue<'_>, expected: &[String], format: Option<&str>) -> Option<String> {
    let needed = |kind: &str| expected.iter().any(|needed| needed.ends_with(kind));
    match (value, format) {
        (DeValue::Integer(number), Some(Bytes::FORMAT)) => {
            Some(format!("write it with its unit: `\"{} MiB\"`", number.as_str()))
        }
        (DeValue::Integer(number), Some(Duration::FORMAT)) => {
            Some(format!("write it with its unit: `\"{}s\"`", number.as_str()))
        }
        (DeValue::String(text), _) if needed("table") => published(text),
        (DeValue::String(text), _) if needed("number") || needed("integer") => {
            text.parse::<f64>().is_ok().then(|| format!("write it without quotes: `{text}`"))
        }
        (DeValue::String(text), _) if needed("array") && !needed("string") => {
            Some(format!("write it as a list: `[\"{}\"]`", text.escape_default()))
        }
        _ => None,
    }
}

/// A port as Compose's short form has it, `[ADDRESS:][HOST:]CONTAINER[/PROTOCOL]`, in the form that is taken here.
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

/// The tables that have a key of this name.
static TABLES: LazyLock<BTreeMap<&str, Vec<Vec<&str>>>> = LazyLock::new(|| {
    let mut tables = BTreeMap::<_, Vec<_>>::new();
    for mut path in known_paths() {
        if let Some(key) = path.pop().filter(|_| !path.is_empty()) {
            tables.entry(key).or_default().push(path);
        }
    }
    tables
});

/// The table to which a key belongs that stands in another one: its known places nearest to this one, if they are few.
pub(super) fn elsewhere(pointer: &[String], key: &str) -> Option<String> {
    let shared = |table: &[&str]| table.iter().zip(pointer).take_while(|(one, other)| **one == other.as_str()).count();
    let tables = TABLES.get(key)?;
    let most = tables.iter().map(|table| shared(table)).max()?;
    let mut nearest = tables.iter().filter(|table| shared(table) == most);
    let (first, further) = (nearest.next()?, nearest.next());
    further.is_none().then(|| first.join("."))
}
