//! Durations.

use super::{Unit, UnitError};

/// A duration in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(u64);

const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Duration {
    /// A number of seconds.
    #[must_use]
    pub const fn seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// A number of milliseconds.
    #[must_use]
    pub const fn milliseconds(milliseconds: u64) -> Self {
        Self(milliseconds)
    }

    /// The number of milliseconds.
    #[must_use]
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// The number of whole seconds, if it is one.
    #[must_use]
    pub const fn whole_seconds(self) -> Option<u64> {
        if self.0.is_multiple_of(1000) { Some(self.0 / 1000) } else { None }
    }

    /// The sum, at most the longest duration.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// For messages, and as in Compose files: `1h30m`, `5s`, `500ms`.
    #[must_use]
    pub fn human(self) -> String {
        let mut rest = self.0;
        let mut text = String::new();
        for (name, millis) in UNITS.iter().skip(1) {
            if rest >= *millis {
                text.push_str(&format!("{}{name}", rest / millis));
                rest %= millis;
            }
        }
        if text.is_empty() { "0s".to_owned() } else { text }
    }
}

impl Unit for Duration {
    const FORMAT: &'static str = "length-of-time";
    const EXPECTS: &'static str = "a duration with its unit, like `5s`, `500ms`, `15m`, `1h30m` or `90d`";
    const EXAMPLES: &'static [&'static str] = &["5s", "500ms", "15m", "1h30m", "90d"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let too_long = || UnitError::new("the duration is too long");
        let mut rest = text;
        let mut total = 0_u64;
        let mut last = u64::MAX;
        if text.is_empty() {
            return Err(UnitError::new("a duration must start with a number"));
        }
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let number: u64 = match rest[..digits].parse() {
                Ok(number) => number,
                Err(_) if digits == 0 => return Err(UnitError::new("a duration must be a whole number with its unit")),
                Err(_) => return Err(too_long()),
            };
            rest = rest[digits..].trim_start_matches(' ');
            let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let unit = &rest[..letters];
            if unit.is_empty() {
                return Err(UnitError::new("a duration needs a unit: ms, s, m, h or d"));
            }
            let Some((_, millis)) = UNITS.iter().find(|(name, _)| *name == unit) else {
                return Err(UnitError::new("the unit of a duration must be ms, s, m, h or d"));
            };
            if *millis >= last {
                return Err(UnitError::new("the units of a duration must go from large to small, each at most once"));
            }
            last = *millis;
            total = number.checked_mul(*millis).and_then(|part| total.checked_add(part)).ok_or_else(too_long)?;
            rest = rest[letters..].trim_start_matches(' ');
        }
        if total > 1000 * 365 * 86_400_000 { Err(too_long()) } else { Ok(Self(total)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_need_units_in_order() {
        assert_eq!(Duration::parse("1h30m").map(Duration::millis), Ok(5_400_000));
        assert_eq!(Duration::parse("90d").map(Duration::whole_seconds), Ok(Some(7_776_000)));
        for text in ["", "5", "s", "5 x", "1m1h", "5s5s", "1.5s", "99999999999999999999s", "-5s", "999999d"] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn human_text_parses_back() {
        for text in ["5s", "500ms", "1m30s", "1h30m"] {
            assert_eq!(Duration::parse(text).map(Duration::human), Ok(text.to_owned()));
        }
    }
}
