//! The tree of a mode: the base without the keys that the mode unsets, and with the keys that it overrides. Tables
//! are merged deeply, everything else is replaced; of conflicting keys, the one of the mode stays. Keys that the base
//! does not have are sorted by name, so that their order in the mode makes no difference.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::alternatives::excludes;
use super::prune::take_out;
use crate::units::{KeyPath, Unit as _};

/// Keys of a mode that describe it; every other key of its table overrides the base.
pub(super) const OF_THE_MODE: &[&str] = &["profiles", "development", "compose_files", "unset"];

fn describes_the_mode(key: &str) -> bool {
    OF_THE_MODE.contains(&key)
}

pub(super) fn base<'s>(root: &Spanned<DeTable<'s>>) -> Spanned<DeTable<'s>> {
    let mut base = root.clone();
    let modes = base.get_mut().get_mut("modes");
    if let Some(DeValue::Table(modes)) = modes.map(Spanned::get_mut) {
        for (_, mode) in modes.iter_mut() {
            if let DeValue::Table(mode) = mode.get_mut() {
                let own = std::mem::take(mode).into_iter().filter(|(key, _)| describes_the_mode(key.get_ref()));
                *mode = own.collect();
            }
        }
    }
    base
}

pub(super) fn of_mode<'s>(root: &Spanned<DeTable<'s>>, mode: &str) -> Spanned<DeTable<'s>> {
    let mut merged = base(root);
    let modes = root.get_ref().get("modes").and_then(|modes| modes.get_ref().as_table());
    let Some(overrides) = modes.and_then(|modes| modes.get(mode)).and_then(|mode| mode.get_ref().as_table()) else {
        return merged;
    };
    for (_, path) in unset(overrides) {
        drop(take_out(merged.get_mut(), path.parts()));
    }
    let of_stack = overrides.clone().into_iter().filter(|(key, _)| !describes_the_mode(key.get_ref()));
    overlay(&mut Vec::new(), merged.get_mut(), of_stack.collect());
    merged
}

/// The keys that a mode unsets, with their places. What is not a path is a mistake that is reported elsewhere.
pub(super) fn unset<'m>(mode: &'m DeTable<'_>) -> impl Iterator<Item = (&'m Spanned<DeValue<'m>>, KeyPath)> {
    let list = mode.get("unset").and_then(|unset| unset.get_ref().as_array());
    let path = |item: &'m Spanned<DeValue<'m>>| Some((item, KeyPath::parse(item.get_ref().as_str()?).ok()?));
    list.into_iter().flatten().filter_map(path)
}

fn overlay<'s>(path: &mut Vec<String>, base: &mut DeTable<'s>, over: DeTable<'s>) {
    let is_set = |key: &str| over.keys().any(|set| set.get_ref() == key);
    let gives_way = |key: &str| !is_set(key) && over.keys().any(|set| excludes(path, set.get_ref(), key));
    let gone: Vec<String> = base.keys().map(|key| key.get_ref().to_string()).filter(|key| gives_way(key)).collect();
    for key in gone {
        base.remove(key.as_str());
    }
    let mut added = Vec::new();
    for (key, value) in over {
        match (base.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value) {
            (Some(DeValue::Table(below)), value) if value.get_ref().is_table() => {
                if let DeValue::Table(above) = value.into_inner() {
                    path.push(key.get_ref().to_string());
                    overlay(path, below, above);
                    path.pop();
                }
            }
            (None, value) => added.push((key, value)),
            (Some(_), value) => drop(base.insert(key, value)),
        }
    }
    base.extend(by_name(added));
}

type Entry<'s> = (Spanned<std::borrow::Cow<'s, str>>, Spanned<DeValue<'s>>);

/// Entries sorted by name, including the tables below them.
fn by_name(mut entries: Vec<Entry<'_>>) -> impl Iterator<Item = Entry<'_>> {
    entries.sort_by(|(one, _), (other, _)| one.get_ref().cmp(other.get_ref()));
    entries.into_iter().map(|(key, mut value)| {
        if let DeValue::Table(table) = value.get_mut() {
            let below: Vec<Entry<'_>> = std::mem::take(table).into_iter().collect();
            *table = by_name(below).collect();
        }
        (key, value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_merge_and_all_else_is_replaced() {
        let text = "[a]\nx = 1\ny = [1, 2]\n[modes.m]\nprofiles = ['p']\n[modes.m.a]\ny = [3]\nz = 4\n";
        let (root, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty());
        let merged = of_mode(&root, "m");
        let json = crate::document::tree::to_json(&DeValue::Table(merged.into_inner()));
        let expected = serde_json::json!({
            "a": { "x": 1, "y": [3], "z": 4 },
            "modes": { "m": { "profiles": ["p"] } },
        });
        assert_eq!(json, expected);
    }

    /// The tree of the mode `m`, without the modes, as compact JSON: there the order of keys shows.
    fn merged(text: &str) -> String {
        let (root, errors) = DeTable::parse_recoverable(text);
        assert!(errors.is_empty(), "{errors:?}");
        let mut merged = of_mode(&root, "m");
        merged.get_mut().remove("modes");
        crate::document::tree::to_json(&DeValue::Table(merged.into_inner())).to_string()
    }

    #[test]
    fn what_a_mode_adds_comes_by_name() {
        let over = "[modes.m.services.web.environment]\nZ = '1'\nA = '2'\nB = '3'\n[modes.m.services.c]\ny = { d = 1, c = 2 }\n";
        let base = "[services.web.environment]\nB = 'b'\n";
        let expected = r#"{"services":{"web":{"environment":{"B":"3","A":"2","Z":"1"}},"c":{"y":{"c":2,"d":1}}}}"#;
        assert_eq!(merged(&format!("{base}{over}")), expected);
    }

    #[test]
    fn keys_that_exclude_each_other_are_exchanged() {
        for (base, over, left) in [
            (
                "[services.a]\nimage = 'x'\n",
                "[modes.m.services.a]\nbuild = '.'\n",
                r#"{"services":{"a":{"build":"."}}}"#,
            ),
            (
                "[services.a]\nimage = 'x'\n",
                "[modes.m.services.a]\nbuild = '.'\nimage = 'y'\n",
                r#"{"services":{"a":{"image":"y","build":"."}}}"#,
            ),
            (
                "[services.a.healthcheck]\ncommand = ['x']\n",
                "[modes.m.services.a.healthcheck]\nshell = 'x'\n",
                r#"{"services":{"a":{"healthcheck":{"shell":"x"}}}}"#,
            ),
            ("[secrets.a]\nenv = 'X'\n", "[modes.m.secrets.a]\nfile = './x'\n", r#"{"secrets":{"a":{"file":"./x"}}}"#),
            (
                "[odoo.environment]\nX = { secret = 'x' }\n",
                "[modes.m.odoo.environment]\nX = { redis = {} }\n",
                r#"{"odoo":{"environment":{"X":{"redis":{}}}}}"#,
            ),
            (
                "[odoo.environment]\nX = { redis = { db = 1 } }\n",
                "[modes.m.odoo.environment]\nX = { redis = { db = 2 } }\n",
                r#"{"odoo":{"environment":{"X":{"redis":{"db":2}}}}}"#,
            ),
            (
                "[postgres]\nimage = 'x'\nuser = 'u'\n",
                "[modes.m.postgres]\nexternal = { host = 'h' }\n",
                r#"{"postgres":{"user":"u","external":{"host":"h"}}}"#,
            ),
            (
                "[postgres]\nexternal = { host = 'h' }\n",
                "[modes.m.postgres]\nimage = 'x'\n",
                r#"{"postgres":{"image":"x"}}"#,
            ),
        ] {
            assert_eq!(merged(&format!("{base}{over}")), left, "{over}");
        }
    }

    #[test]
    fn a_mode_takes_keys_out_before_it_sets_others() {
        let base = "[redis.sentinel]\ncount = 3\n[services.a]\ncommand = ['x']\nenvironment = { A = '1' }\n";
        let over = "[modes.m]\nunset = ['redis.sentinel', 'services.a.environment', 'no.such', 'services']\n";
        assert_eq!(
            merged(&format!("{base}{}", over.replace(", 'services']", "]"))),
            r#"{"redis":{},"services":{"a":{"command":["x"]}}}"#
        );
        let again = "[modes.m.services.a.environment]\nB = '2'\n";
        assert_eq!(
            merged(&format!("{base}{over}{again}")),
            r#"{"redis":{},"services":{"a":{"environment":{"B":"2"}}}}"#
        );
    }
}
