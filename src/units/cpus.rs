//! Numbers of CPUs.

use super::UnitError;

/// CPUs in thousandths: `0.5` is 500. Docker rejects less than 0.01 (dockerd 20.10, observed).
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

    /// Parses a text, as on the command line.
    ///
    /// # Errors
    /// If it is not a number between 0.01 and 4096.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let wrong = || UnitError("expected a number of CPUs between 0.01 and 4096, like 4 or 0.5".to_owned());
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

    /// A whole number of CPUs; `None` if it is too large.
    #[must_use]
    pub fn whole(cpus: i64) -> Option<Self> {
        cpus.checked_mul(1000).and_then(|thousandths| u32::try_from(thousandths).ok()).map(Self)
    }

    /// A number of CPUs, rounded to thousandths; `None` if it is too large.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range by the check before")]
    pub fn real(cpus: f64) -> Option<Self> {
        (0.0..=100_000.0).contains(&cpus).then(|| Self((cpus * 1000.0).round() as u32))
    }

    /// For messages: the number with its noun.
    #[must_use]
    pub fn human(self) -> String {
        let noun = if self.0 == 1000 { "CPU" } else { "CPUs" };
        format!("{} {noun}", self.decimal())
    }

    /// As in Compose files and in the input: `4`, `0.5`.
    #[must_use]
    pub fn decimal(self) -> String {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
