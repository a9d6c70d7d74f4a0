//! Numbers of things, in words.

use std::fmt::Display;

/// A number with its noun: `1 sentinel`, `2 sentinels`, `0 processes`.
#[must_use]
pub fn counted<N: Copy + Display + PartialEq + From<u8>>(number: N, noun: &str) -> String {
    if number == N::from(1) { format!("{number} {noun}") } else { format!("{number} {}", plural(noun)) }
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with('s') => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_no_plural() {
        for (number, noun, expected) in [
            (1_u32, "sentinel", "1 sentinel"),
            (0, "sentinel", "0 sentinels"),
            (2, "process", "2 processes"),
            (3, "entry", "3 entries"),
            (5, "day", "5 days"),
            (1, "address", "1 address"),
        ] {
            assert_eq!(counted(number, noun), expected);
        }
    }
}
