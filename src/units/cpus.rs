//! Numbers of CPUs.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error};

use super::UnitError;

/// CPUs in thousandths: `0.5` is 500. Docker refuses less than 0.01 (dockerd 20.10, observed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cpus(u32);

impl Cpus {
    /// A number of thousandths of a CPU.
    #[must_use]
    pub const fn thousandths(thousandths: u32) -> Self {
        Self(thousandths)
    }

    /// The number of thousandths.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number that a text states, as on the command line.
    ///
    /// # Errors
    /// When it is none between 0.01 and 4096.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let wrong = || UnitError("a number of CPUs between 0.01 and 4096, like 4 or 0.5".to_owned());
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 3 {
            return Err(wrong());
        }
        let whole: u32 = whole.parse().map_err(|_| wrong())?;
        let thousandths: u32 = format!("{fraction:0<3}").parse().map_err(|_| wrong())?;
        let cpus = whole.checked_mul(1000).and_then(|whole| whole.checked_add(thousandths)).ok_or_else(wrong)?;
        if (10..=4_096_000).contains(&cpus) { Ok(Self(cpus)) } else { Err(wrong()) }
    }

    /// For a message: the number and what it counts.
    #[must_use]
    pub fn human(self) -> String {
        let noun = if self.0 == 1000 { "CPU" } else { "CPUs" };
        format!("{} {noun}", self.decimal())
    }

    /// As Compose and a person write it: `4`, `0.5`.
    #[must_use]
    pub fn decimal(self) -> String {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl<'de> Deserialize<'de> for Cpus {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Number;
        impl serde::de::Visitor<'_> for Number {
            type Value = Cpus;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a number of CPUs")
            }

            fn visit_i64<E: Error>(self, cpus: i64) -> Result<Cpus, E> {
                let thousandths = cpus.checked_mul(1000).and_then(|t| u32::try_from(t).ok());
                thousandths.map(Cpus).ok_or_else(|| E::custom("out of range"))
            }

            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range by the check before")]
            fn visit_f64<E: Error>(self, cpus: f64) -> Result<Cpus, E> {
                if (0.0..=100_000.0).contains(&cpus) {
                    return Ok(Cpus((cpus * 1000.0).round() as u32));
                }
                Err(E::custom("out of range"))
            }
        }
        from.deserialize_any(Number)
    }
}

impl JsonSchema for Cpus {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Cpus".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0.01, "maximum": 4096, "examples": [0.5, 4] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_it_is_shown() {
        for text in ["4", "0.5", "0.01", "1.25", "4096"] {
            assert_eq!(Cpus::parse(text).unwrap().decimal(), text);
        }
        for text in ["", "0", "0.001", "-1", "4097", "1e3", "1.", ".5", "1,5", "four", "1.0000", "99999999999"] {
            assert!(Cpus::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn decimals_are_short() {
        assert_eq!(Cpus::thousandths(4000).decimal(), "4");
        assert_eq!(Cpus::thousandths(500).decimal(), "0.5");
        assert_eq!(Cpus::thousandths(10).decimal(), "0.01");
        assert_eq!(
            (Cpus::thousandths(1000).human(), Cpus::thousandths(1500).human()),
            ("1 CPU".into(), "1.5 CPUs".into())
        );
    }
}
