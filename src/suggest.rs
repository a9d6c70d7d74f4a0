//! Names that were probably meant.

/// The known name nearest to one that is not known, if it is near: capitals, and `-` for `_`, do not
/// count, and one slip in four characters is allowed.
#[must_use]
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |name: &str| name.to_ascii_lowercase().replace('-', "_");
    let distance = |other: &str| strsim::damerau_levenshtein(&plain(name), &plain(other));
    let near = known.into_iter().map(|other| (distance(other), other)).min()?;
    (near.0 <= 1 + name.len() / 4).then_some(near.1)
}

#[cfg(test)]
mod tests {
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
}
