//! References to container images.

use super::{Unit, UnitError};

/// An image reference: `[registry/]path[:tag][@sha256:digest]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image(String);

impl Image {
    /// The reference as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The reference without tag and digest.
    #[must_use]
    pub fn name(&self) -> &str {
        let without_digest = self.0.split('@').next().unwrap_or_default();
        let end = self.tag().map_or(without_digest.len(), |tag| without_digest.len() - tag.len() - 1);
        without_digest.get(..end).unwrap_or_default()
    }

    /// The tag, if there is one.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        let without_digest = self.0.split('@').next()?;
        without_digest.rsplit('/').next()?.split_once(':').map(|(_, tag)| tag)
    }

    /// The digest, if there is one.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, digest)| digest)
    }
}

fn is_component(part: &str) -> bool {
    let alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = part.as_bytes();
    // Separators: one dot, one or two `_`, or any number of `-` (distribution/reference).
    let separator = |run: &[u8]| matches!(run, [] | b"." | b"_" | b"__") || run.iter().all(|b| *b == b'-');
    bytes.first().copied().is_some_and(alphanumeric)
        && bytes.last().copied().is_some_and(alphanumeric)
        && bytes.split(|b| alphanumeric(*b)).all(separator)
}

fn is_registry(registry: &str) -> bool {
    let (name, port) = registry.split_once(':').unwrap_or((registry, "1"));
    let host_ok = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    host_ok && port.parse::<u16>().is_ok()
}

impl Unit for Image {
    const FORMAT: &'static str = "image";
    const EXPECTS: &'static str =
        "an image reference, like `postgres:15-alpine` or `registry.example.com/team/app:1.2@sha256:…`";
    const EXAMPLES: &'static [&'static str] = &["postgres:15-alpine", "redis:7-alpine", "localhost:5000/app:1.0"];

    fn parse(text: &str) -> Result<Self, UnitError> {
        let wrong = |what: &str| Err(UnitError::new(what));
        if text.len() > 512 {
            return wrong("an image reference can have at most 512 characters");
        }
        let (name, digest) = text.split_once('@').map_or((text, None), |(name, digest)| (name, Some(digest)));
        if let Some(digest) = digest {
            let hex = digest.strip_prefix("sha256:").unwrap_or_default();
            if hex.len() != 64 || !hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
                return wrong("a digest must be `sha256:` followed by 64 hexadecimal digits");
            }
        }
        let (path, last) = name.rsplit_once('/').map_or((None, name), |(path, last)| (Some(path), last));
        let (last, tag) = last.split_once(':').map_or((last, None), |(last, tag)| (last, Some(tag)));
        if let Some(tag) = tag {
            let first_ok = tag.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !first_ok || tag.len() > 128 || !tag.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b)) {
                return wrong("a tag has at most 128 letters, digits, `_`, `.` and `-`, not starting with `.` or `-`");
            }
        }
        let mut parts: Vec<&str> = path.into_iter().flat_map(|path| path.split('/')).collect();
        let has_registry = parts.first().is_some_and(|p| p.contains(['.', ':']) || *p == "localhost");
        if has_registry && !is_registry(parts.remove(0)) {
            return wrong("the registry must be a host name with an optional port");
        }
        parts.push(last);
        if !parts.iter().all(|part| is_component(part)) {
            return wrong("an image name must have lower-case letters and digits, separated by `.`, `_`, `__` or `-`");
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_apart() {
        let image = Image::parse("localhost:5000/a/b:1.0").unwrap();
        assert_eq!((image.name(), image.tag(), image.digest()), ("localhost:5000/a/b", Some("1.0"), None));
        let digest = format!("postgres@sha256:{}", "0".repeat(64));
        let image = Image::parse(&digest).unwrap();
        assert_eq!((image.name(), image.tag(), image.digest().is_some()), ("postgres", None, true));
    }

    #[test]
    fn references_follow_their_grammar() {
        assert!(Image::parse("localhost:5000/team/app:1.0").is_ok());
        assert!(Image::parse("x/a--b__c.d").is_ok());
        for text in [
            "",
            "Postgres",
            "a b",
            "a:",
            "a@sha256:12",
            "a//b",
            "reg.example.com:x/a",
            "-a",
            "a:b:c",
            "a\n",
            "/a",
            "a..b",
            "a.-b",
            "a___b",
        ] {
            assert!(Image::parse(text).is_err(), "{text}");
        }
    }
}
