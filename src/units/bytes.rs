//! Sizes of memory in bytes.

use super::{Unit, UnitError};

/// A size in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(u64);

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;
const GIB: u64 = 1024 * MIB;
const TIB: u64 = 1024 * GIB;

impl Bytes {
    /// A number of bytes.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// A number of mebibytes (1024² bytes), at most the largest size.
    #[must_use]
    pub const fn mib(mebibytes: u64) -> Self {
        Self(mebibytes.saturating_mul(MIB))
    }

    /// The number of bytes.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The sum, at most the largest size.
    #[must_use]
    pub const fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// This size times hundredths, rounded up: `percent(250)` is two and a half times.
    #[must_use]
    pub fn percent(self, hundredths: u64) -> Self {
        let product = u128::from(self.0) * u128::from(hundredths);
        Self(u64::try_from(product.div_ceil(100)).unwrap_or(u64::MAX))
    }

    /// For messages: the size in the largest unit that keeps it readable.
    #[must_use]
    pub fn human(self) -> String {
        for (unit, name) in [(GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")] {
            if self.0 >= unit && self.0.is_multiple_of(unit) {
                return format!("{} {name}", self.0 / unit);
            }
        }
        if self.0 >= MIB {
            return format!("{}.{} MiB", self.0 / MIB, self.0 % MIB * 10 / MIB);
        }
        format!("{} bytes", self.0)
    }

    /// For sums: the size in MiB, so that terms can be compared by eye.
    #[must_use]
    pub fn in_mib(self) -> String {
        match (self.0 / MIB, self.0 % MIB * 10 / MIB) {
            (0, _) => self.human(),
            (whole, 0) => format!("{whole} MiB"),
            (whole, tenths) => format!("{whole}.{tenths} MiB"),
        }
    }

    /// The size rounded up to whole MiB, which is easy to read and write.
    #[must_use]
    pub fn whole_mib(self) -> Self {
        Self(self.0.checked_next_multiple_of(MIB).unwrap_or(self.0))
    }

    /// The exact number of the largest unit that divides the size: 1024³, 1024², 1024 or 1.
    #[must_use]
    pub fn in_largest_unit(self) -> (u64, Scale) {
        for (unit, scale) in [(GIB, Scale::Giga), (MIB, Scale::Mega), (KIB, Scale::Kilo)] {
            if self.0 > 0 && self.0.is_multiple_of(unit) {
                return (self.0 / unit, scale);
            }
        }
        (self.0, Scale::One)
    }
}

/// The binary unit of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Bytes.
    One,
    /// 1024 bytes.
    Kilo,
    /// 1024² bytes.
    Mega,
    /// 1024³ bytes.
    Giga,
}

/// The text with a decimal point, if it has a comma between digits.
pub(super) fn decimal_point(text: &str) -> Option<String> {
    let (before, behind) = text.split_once(',')?;
    let between = before.ends_with(|c: char| c.is_ascii_digit()) && behind.starts_with(|c: char| c.is_ascii_digit());
    (between && !behind.contains(',')).then(|| format!("{before}.{behind}"))
}

fn split(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    (&text[..end], text[end..].trim_start_matches(' '))
}

fn scaled(number: &str, factor: u64) -> Result<Bytes, UnitError> {
    let wrong = || UnitError::new("the number before the unit must be a whole number or a decimal like 1.5");
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || fraction.is_empty() || fraction.len() > 6 || fraction.contains('.') {
        return Err(wrong());
    }
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let digits = u32::try_from(fraction.len()).map_err(|_| wrong())?;
    let parts: u64 = fraction.parse().map_err(|_| wrong())?;
    let too_large = || UnitError::new("the size does not fit into 64 bits");
    let whole = whole.checked_mul(factor).ok_or_else(too_large)?;
    let part = u128::from(parts) * u128::from(factor) / u128::from(10_u64.pow(digits));
    let part = u64::try_from(part).map_err(|_| too_large())?;
    let bytes = whole.checked_add(part).ok_or_else(too_large)?;
    if bytes > i64::MAX.unsigned_abs() {
        return Err(too_large());
    }
    Ok(Bytes(bytes))
}

impl Unit for Bytes {
    const FORMAT: &'static str = "size";
    const EXPECTS: &'static str = "a size with its unit, like `512 MiB` or `2 GiB` (MB and GB are also 1024-based, as in Docker, PostgreSQL and Redis)";
    const EXAMPLES: &'static [&'static str] = &["512 MiB", "2 GiB", "1.5 GiB"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        if let Some(with_point) = decimal_point(text) {
            return Err(UnitError::new(format!("the decimal separator must be a point: write `{with_point}`")));
        }
        let (number, unit) = split(text);
        if number.is_empty() {
            return Err(UnitError::new("a size must start with a number"));
        }
        let factor = match unit.to_ascii_lowercase().as_str() {
            "b" => 1,
            "kib" | "kb" => KIB,
            "mib" | "mb" => MIB,
            "gib" | "gb" => GIB,
            "tib" | "tb" => TIB,
            "" => return Err(UnitError::new("a size needs a unit: a bare number would be bytes")),
            "k" | "m" | "g" | "t" => {
                return Err(UnitError::new(
                    "this unit is 1000-based in redis.conf and 1024-based in Docker: write KiB, MiB or GiB",
                ));
            }
            _ => return Err(UnitError::new("the unit of a size must be B, KiB, MiB, GiB or TiB")),
        };
        match scaled(number, factor)? {
            Bytes(0) => Err(UnitError::new("a size cannot be 0: omit the key if there is no limit")),
            size => Ok(size),
        }
    }
}

/// A size as redis.conf reads it (memtoull, Redis 7): `k`, `m`, `g` are 1000-based, `kb`, `mb`, `gb` 1024-based, and
/// a bare number is bytes. KiB, MiB and GiB are also accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RedisSize {
    /// The size.
    pub bytes: Bytes,
    /// Whether it is written with a 1000-based unit.
    pub decimal: bool,
}

impl Unit for RedisSize {
    const FORMAT: &'static str = "redis-size";
    const EXPECTS: &'static str =
        "a size as in redis.conf, like `512mb` (1024-based; `512m` is 1000-based), or `512 MiB`";
    const EXAMPLES: &'static [&'static str] = &["512mb", "512 MiB", "2gb"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let (number, unit) = split(text);
        if number.is_empty() {
            return Err(UnitError::new("a size must start with a number"));
        }
        let (factor, decimal) = match unit.to_ascii_lowercase().as_str() {
            "" | "b" => (1, false),
            "k" => (1_000, true),
            "m" => (1_000_000, true),
            "g" => (1_000_000_000, true),
            "kb" | "kib" => (KIB, false),
            "mb" | "mib" => (MIB, false),
            "gb" | "gib" => (GIB, false),
            _ => return Err(UnitError::new("the unit of a size in Redis must be kb, mb or gb")),
        };
        Ok(Self { bytes: scaled(number, factor)?, decimal })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn megabytes_are_binary_and_single_letters_are_refused() {
        assert_eq!(Bytes::parse("512MB"), Ok(Bytes::mib(512)));
        assert_eq!(Bytes::parse("1.5 GiB"), Ok(Bytes::mib(1536)));
        for text in ["512", "512m", "1 XB", "", "MiB", "1.2.3 GiB", "99999999999 TiB", "-1 MiB", ". MiB", "0 MiB"] {
            assert!(Bytes::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn redis_sizes_follow_redis() {
        let size = |text| RedisSize::parse(text).map(|size| (size.bytes.get(), size.decimal));
        assert_eq!(size("512m"), Ok((512_000_000, true)));
        assert_eq!(size("512mb"), Ok((536_870_912, false)));
        assert_eq!(size("512"), Ok((512, false)));
    }

    #[test]
    fn percent_rounds_up() {
        assert_eq!(Bytes::new(101).percent(113).get(), 115);
        assert_eq!(Bytes::new(u64::MAX).percent(250).get(), u64::MAX);
    }
}
