//! What is found that is no rule: an input that cannot be read or is no stack, generated files that are not those of the
//! input, a `.env` that does not fit. Each has a page, which is a file of `src/codes/`.

/// A kind of finding that is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its name, which stands in brackets where it is found.
    pub name: &'static str,
    /// Its page: what it is, Why, and perhaps Wrong and Right.
    pub page: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

/// A code by its name.
#[must_use]
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().find(|code| code.name == name)
}
