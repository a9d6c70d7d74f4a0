//! The meaning of a value in a Compose project, read as Compose reads it: sizes in bytes, durations in milliseconds,
//! CPUs in thousandths, `$$` as `$`.

use std::sync::LazyLock;

use super::node::{Map, Node};

/// A meaning that a value of a project can have.
pub(super) trait SaidBy {
    /// Whether a value has this meaning.
    fn is_said_by(&self, node: &Node) -> bool;
}

impl SaidBy for str {
    fn is_said_by(&self, node: &Node) -> bool {
        node.as_text()
            .is_some_and(|text| if text.contains("$$") { text.replace("$$", "$") == *self } else { text == self })
    }
}

impl SaidBy for String {
    fn is_said_by(&self, node: &Node) -> bool {
        self.as_str().is_said_by(node)
    }
}

impl SaidBy for bool {
    fn is_said_by(&self, node: &Node) -> bool {
        matches!(node, Node::Bool(flag) if flag == self)
    }
}

impl SaidBy for u32 {
    fn is_said_by(&self, node: &Node) -> bool {
        matches!(node, Node::Int(number) if *number == u64::from(*self))
    }
}

impl<T: SaidBy + ?Sized> SaidBy for &T {
    fn is_said_by(&self, node: &Node) -> bool {
        (*self).is_said_by(node)
    }
}

/// All of these, in this order.
pub(super) struct InOrder<I>(pub(super) I);

impl<T: SaidBy, I: Iterator<Item = T> + Clone> SaidBy for InOrder<I> {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::List(items) = node else { return false };
        let mut items = items.iter();
        self.0.clone().all(|meant| items.next().is_some_and(|item| meant.is_said_by(item))) && items.next().is_none()
    }
}

/// All of these names with their meanings, and no others, in any order.
pub(super) struct Named<I>(pub(super) I);

impl<'n, T: SaidBy, I: Iterator<Item = (&'n str, T)> + Clone> SaidBy for Named<I> {
    fn is_said_by(&self, node: &Node) -> bool {
        let Node::Map(map) = node else { return false };
        let mut all = Keys::of(map);
        self.0.clone().all(|(name, meant)| all.take(name).is_some_and(|value| meant.is_said_by(value)))
            && all.are_taken()
    }
}

/// A size in bytes (docker/go-units: b, k, m, g, 1024-based).
pub(super) struct Size(pub(super) u64);

impl SaidBy for Size {
    fn is_said_by(&self, node: &Node) -> bool {
        node.as_text().and_then(bytes) == Some(self.0)
    }
}

/// A duration in milliseconds.
pub(super) struct Time(pub(super) u64);

impl SaidBy for Time {
    fn is_said_by(&self, node: &Node) -> bool {
        node.as_text().and_then(milliseconds) == Some(self.0)
    }
}

/// CPUs in thousandths.
pub(super) struct Thousandths(pub(super) u32);

impl SaidBy for Thousandths {
    fn is_said_by(&self, node: &Node) -> bool {
        node.as_text().and_then(thousandths) == Some(self.0.into())
    }
}

/// A number that is written as a string.
pub(super) struct Digits(pub(super) u64);

impl SaidBy for Digits {
    fn is_said_by(&self, node: &Node) -> bool {
        node.as_text().and_then(|text| text.parse().ok()) == Some(self.0)
    }
}

/// The keys of a mapping, each of which must be compared.
pub(super) struct Keys<'n> {
    map: &'n Map,
    taken: usize,
}

/// The value of this key differs from the intended one.
pub(super) struct Differs(pub(super) &'static str);

impl<'n> Keys<'n> {
    pub(super) fn of(map: &'n Map) -> Self {
        Self { map, taken: 0 }
    }

    /// The keys of a missing mapping.
    pub(super) fn of_nothing() -> Keys<'static> {
        static NOTHING: LazyLock<Map> = LazyLock::new(Map::default);
        Keys::of(&NOTHING)
    }

    /// The value of a key. Each key is taken once.
    pub(super) fn take(&mut self, key: &str) -> Option<&'n Node> {
        let value = &self.map.0.get(key)?.value;
        self.taken += 1;
        Some(value)
    }

    /// Checks that a key has this meaning, or is missing if it must not be there.
    pub(super) fn say<T: SaidBy>(&mut self, key: &'static str, meant: Option<T>) -> Result<(), Differs> {
        let is_meant = match (self.take(key), meant) {
            (Some(said), Some(meant)) => meant.is_said_by(said),
            (None, None) => true,
            _ => false,
        };
        if is_meant { Ok(()) } else { Err(Differs(key)) }
    }

    /// The mapping of a key, whose own keys must be compared; an empty one if there is none.
    pub(super) fn below(&mut self, key: &'static str) -> Result<Keys<'n>, Differs> {
        match self.take(key) {
            None => Ok(Keys::of_nothing()),
            Some(Node::Map(map)) if !map.0.is_empty() => Ok(Keys::of(map)),
            Some(_) => Err(Differs(key)),
        }
    }

    /// Whether all keys were taken.
    pub(super) fn are_taken(&self) -> bool {
        self.taken == self.map.0.len()
    }

    /// Checks that all keys were taken; otherwise this mapping differs.
    pub(super) fn end(&self, of: &'static str) -> Result<(), Differs> {
        if self.are_taken() { Ok(()) } else { Err(Differs(of)) }
    }
}

/// A size as Compose reads it.
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

/// A duration as Compose reads it (Go, time.ParseDuration: numbers, each with its unit).
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

/// CPUs: a decimal number with at most three places.
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
