//! Generates new secrets.

/// The characters of a new secret: none has a special meaning in a URL, a shell, YAML, redis.conf or `.env`.
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// The length of a new secret: 190 bits.
const LENGTH: usize = 32;

/// A new secret, from the random numbers of the operating system.
///
/// # Errors
/// If it has none.
pub fn random() -> Result<String, getrandom::Error> {
    let mut text = String::with_capacity(LENGTH);
    let mut bytes = [0; 2 * LENGTH];
    while text.len() < LENGTH {
        getrandom::fill(&mut bytes)?;
        // The largest multiple of 62: every character is as likely as any other.
        let fair = bytes.iter().filter(|byte| **byte < 248).map(|byte| usize::from(*byte) % ALPHABET.len());
        text.extend(
            fair.filter_map(|index| ALPHABET.get(index)).map(|byte| char::from(*byte)).take(LENGTH - text.len()),
        );
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_need_no_quotes() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), LENGTH);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    }
}
