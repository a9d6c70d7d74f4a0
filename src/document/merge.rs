//! A mode's tree: the base with what the mode sets anew. Tables merge deeply, all else is replaced.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys of a mode that describe it; every other key of its table overrides the base.
const OF_THE_MODE: &[&str] = &["profiles", "development"];

pub(super) fn base<'s>(root: &Spanned<DeTable<'s>>) -> Spanned<DeTable<'s>> {
    let mut base = root.clone();
    let modes = base.get_mut().get_mut("modes");
    if let Some(DeValue::Table(modes)) = modes.map(Spanned::get_mut) {
        for (_, mode) in modes.iter_mut() {
            if let DeValue::Table(mode) = mode.get_mut() {
                let own =
                    std::mem::take(mode).into_iter().filter(|(key, _)| OF_THE_MODE.contains(&key.get_ref().as_ref()));
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
    let of_stack = overrides.clone().into_iter().filter(|(key, _)| !OF_THE_MODE.contains(&key.get_ref().as_ref()));
    overlay(merged.get_mut(), of_stack.collect());
    merged
}

fn overlay<'s>(base: &mut DeTable<'s>, over: DeTable<'s>) {
    for (key, value) in over {
        match (base.get_mut(key.get_ref().as_ref()).map(Spanned::get_mut), value) {
            (Some(DeValue::Table(below)), value) if value.get_ref().is_table() => {
                if let DeValue::Table(above) = value.into_inner() {
                    overlay(below, above);
                }
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
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
        let json = super::super::to_json(&DeValue::Table(merged.into_inner()));
        let expected = serde_json::json!({
            "a": { "x": 1, "y": [3], "z": 4 },
            "modes": { "m": { "profiles": ["p"] } },
        });
        assert_eq!(json, expected);
    }
}
