//! Suggestions for misspelt names.

/// The set of letters in a text: enough to tell that two texts cannot be close, without comparing them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Letters(u64);

impl Letters {
    /// The letters of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::of_chars(text.chars())
    }

    fn of_chars(chars: impl Iterator<Item = char>) -> Self {
        Self(chars.fold(0, |all, c| all | 1 << (u32::from(c) % u64::BITS)))
    }

    /// The minimum number of slips between two texts: changing a letter removes one and adds another.
    #[must_use]
    pub fn least_slips(self, other: Self) -> usize {
        (self.0 ^ other.0).count_ones().div_ceil(2) as usize
    }

    /// Whether a text with these letters can contain a text with those.
    #[must_use]
    pub fn can_hold(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

/// The name for comparison: case, and `-` instead of `_`, make no difference.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
}

/// The known name that is closest to an unknown one, if it is close enough: case, and `-` instead of `_`, make no
/// difference, and one slip in four characters is allowed.
#[must_use]
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let most = 1 + name.len() / 4;
    let (text, letters): (String, Letters) = (plain(name).collect(), Letters::of_chars(plain(name)));
    let can_be_near = |other: &&str| letters.least_slips(Letters::of_chars(plain(other))) <= most;
    let distance = |other: &str| strsim::damerau_levenshtein(&text, &plain(other).collect::<String>());
    let near = known.into_iter().filter(can_be_near).map(|other| (distance(other), other)).min()?;
    (near.0 <= most).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_near_by_their_slips() {
        let known = ["maxmemory_policy", "port"];
        assert_eq!(nearest("maxmemory-polcy", known), Some("maxmemory_policy"));
        assert_eq!(nearest("PORT", known), Some("port"));
        assert_eq!(nearest("part", known), Some("port"));
        assert_eq!(nearest("host", known), Some("port"));
        assert_eq!(nearest("volume", known), None);
    }

    proptest! {
        #[test]
        fn no_slips_are_overlooked(one in "[a-eñ_]{0,6}", other in "[a-eñ_]{0,6}") {
            let least = Letters::of(&one).least_slips(Letters::of(&other));
            prop_assert!(least <= strsim::osa_distance(&one, &other));
            prop_assert!(least <= strsim::damerau_levenshtein(&one, &other));
            prop_assert!(!other.contains(&one) || Letters::of(&other).can_hold(Letters::of(&one)));
        }
    }
}
